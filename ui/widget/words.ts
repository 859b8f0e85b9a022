// What the widget says, in each language.

const ENGLISH = {
  title: "Chat with us",
  open: "Open the chat",
  close: "Close the chat",
  greeting: "Hello! How can we help you?",
  log: "Messages",
  field: "Your message",
  placeholder: "Write a message",
  send: "Send",
  you: "You",
  assistant: "Assistant",
  agent: "Colleague",
  sending: "Sending …",
  notSent: "Not sent:",
  retry: "Try again",
  discard: "Discard",
  sources: (count: number) => (count === 1 ? "1 source" : `${count} sources`),
  page: (page: number) => `page ${page}`,
  person: "Talk to a person",
  lost: "No connection. What you write is kept and sent as soon as it is back.",
  refused: "The chat is not available on this page.",
  busy: (when: string) => `That was too much at once. What you wrote is kept and sent ${when}.`,
  failed: "That did not work. Please try again.",
  failedBusy: (when: string) => `That was too much at once. Please try again ${when}.`,
  soon: "in a moment",
  inSeconds: (seconds: number) => (seconds === 1 ? "in 1 second" : `in ${seconds} seconds`),
  inMinutes: (minutes: number) => (minutes === 1 ? "in 1 minute" : `in ${minutes} minutes`),
  waiting: "Handed over to a colleague, who will answer here.",
  led: "A colleague is with you now.",
  resolved: "This conversation is closed. Write to open it again.",
  rate: "How content are you?",
  stars: (count: number) => `${count} of 5`,
  comment: "Anything to add? (not needed)",
  rateSend: "Send rating",
  thanks: "Thank you for the rating.",
  thinking: "The assistant is looking for an answer",
  typing: "A colleague is writing",
  previews: "What you write is looked at before you send it, to answer sooner.",
  speakOn: "Read answers aloud",
  speakOff: "Stop reading aloud",
  dictate: "Dictate (your browser may send your voice to its maker)",
  dictateOff: "Stop dictating",
  newMessages: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
};

export type Words = typeof ENGLISH;

const GERMAN: Words = {
  title: "Chatten Sie mit uns",
  open: "Chat öffnen",
  close: "Chat schließen",
  greeting: "Hallo! Wie können wir Ihnen helfen?",
  log: "Nachrichten",
  field: "Ihre Nachricht",
  placeholder: "Nachricht schreiben",
  send: "Senden",
  you: "Sie",
  assistant: "Assistent",
  agent: "Mitarbeiter",
  sending: "Wird gesendet …",
  notSent: "Nicht gesendet:",
  retry: "Noch einmal",
  discard: "Verwerfen",
  sources: (count) => (count === 1 ? "1 Quelle" : `${count} Quellen`),
  page: (page) => `Seite ${page}`,
  person: "Mit einem Menschen sprechen",
  lost: "Keine Verbindung. Was Sie schreiben, bleibt erhalten und wird gesendet, sobald sie wieder da ist.",
  refused: "Der Chat ist auf dieser Seite nicht verfügbar.",
  busy: (when) => `Das war zu viel auf einmal. Was Sie geschrieben haben, bleibt erhalten und wird ${when} gesendet.`,
  failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  failedBusy: (when) => `Das war zu viel auf einmal. Bitte versuchen Sie es ${when} noch einmal.`,
  soon: "gleich",
  inSeconds: (seconds) => (seconds === 1 ? "in 1 Sekunde" : `in ${seconds} Sekunden`),
  inMinutes: (minutes) => (minutes === 1 ? "in 1 Minute" : `in ${minutes} Minuten`),
  waiting: "An einen Mitarbeiter übergeben, der hier antworten wird.",
  led: "Ein Mitarbeiter ist jetzt für Sie da.",
  resolved: "Dieses Gespräch ist abgeschlossen. Schreiben Sie, um es wieder zu öffnen.",
  rate: "Wie zufrieden sind Sie?",
  stars: (count) => `${count} von 5`,
  comment: "Möchten Sie etwas ergänzen? (freiwillig)",
  rateSend: "Bewertung senden",
  thanks: "Danke für die Bewertung.",
  thinking: "Der Assistent sucht eine Antwort",
  typing: "Ein Mitarbeiter schreibt",
  previews: "Was Sie schreiben, wird schon vor dem Senden ausgewertet, um schneller zu antworten.",
  speakOn: "Antworten vorlesen",
  speakOff: "Nicht mehr vorlesen",
  dictate: "Diktieren (Ihr Browser sendet Ihre Stimme womöglich an seinen Hersteller)",
  dictateOff: "Diktat beenden",
  newMessages: (count) => (count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`),
};

/** When something may be tried again, `seconds` from now; soon, where nobody knows. */
export function whenIn(words: Words, seconds: number | undefined): string {
  if (seconds === undefined) return words.soon;
  return seconds < 60 ? words.inSeconds(seconds) : words.inMinutes(Math.ceil(seconds / 60));
}

/** The words for a language tag such as `de-AT`; English for those that are not known. */
export function wordsFor(language: string): Words {
  return /^de\b/i.test(language) ? GERMAN : ENGLISH;
}
