// What the endpoint brings along in English, in German: the criteria of reviews and the examples of SQL. A team's own
// words are nobody's to translate, so whatever is not here stands as it is.

const BUILT_IN: Readonly<Record<string, string>> = {
  Greeting: "Begrüßung",
  "The customer is greeted and called by name.": "Der Kunde wird begrüßt und beim Namen genannt.",
  "Right answer with a source": "Richtige Antwort mit Quelle",
  "What is said is right, and a document of the team says so.": "Was gesagt wird, stimmt, und ein Dokument des Teams sagt es auch.",
  Complete: "Vollständig",
  "Every question of the customer is answered.": "Jede Frage des Kunden ist beantwortet.",
  Tone: "Ton",
  "Friendly, and fitting to how the customer feels.": "Freundlich und passend dazu, wie sich der Kunde fühlt.",
  "Next step": "Nächster Schritt",
  "The customer knows what happens next, and when.": "Der Kunde weiß, was als Nächstes geschieht und wann.",
  "Handed over rightly": "Richtig übergeben",
  "It went to a supervisor where it had to, and only there.": "Es ging an die Leitung, wo es musste, und nur dort.",

  "Passages on missing invoices from the last 90 days": "Textstellen zu fehlenden Rechnungen aus den letzten 90 Tagen",
  "The ten passages that best answer a text, with their words": "Die zehn Textstellen, die einen Text am besten beantworten, im Wortlaut",
  "Documents that nobody has touched for a year": "Dokumente, die seit einem Jahr niemand angefasst hat",
  "How much there is on each category": "Wie viel es zu jeder Kategorie gibt",
  "Angry customers of the last seven days": "Verärgerte Kunden der letzten sieben Tage",
  "Error codes that customers named in the last 30 days": "Fehlercodes, die Kunden in den letzten 30 Tagen nannten",
  "Who waits for an answer, and how long": "Wer auf eine Antwort wartet und wie lange",
  "Tickets by week and owner": "Tickets nach Woche und zuständiger Person",
  "Rules of escalation that fired wrongly": "Regeln der Eskalation, die fälschlich auslösten",
  "Suggestions that agents changed most": "Vorschläge, die am meisten geändert wurden",
};

export function builtInWords(words: string): string {
  return BUILT_IN[words] ?? words;
}
