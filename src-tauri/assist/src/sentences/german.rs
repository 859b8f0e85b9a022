//! What is said in German.

use aside_contract::SlotKind;

use super::{
    HandOffSentences, HandOverSentences, OpeningSentences, QuestionBackSentences, Sentences,
    SummaryWords,
};

pub(super) static SENTENCES: Sentences = Sentences {
    greeting: "Hallo! Wie können wir Ihnen helfen?",
    farewell: "Gern geschehen. Schreiben Sie uns jederzeit wieder.",
    person_comes: "Gern. Ich übergebe Sie an einen Kollegen, der alles hat, was Sie geschrieben haben.",
    a_person_answers: "Ein Kollege ist in diesem Chat für Sie da und antwortet Ihnen hier.",
    hand_over: HandOverSentences {
        self_harm: "Es tut mir sehr leid, dass es Ihnen so geht, und es ist gut, dass Sie geschrieben haben. Sie müssen da nicht allein durch: Wenn Sie sich etwas antun könnten, rufen Sie bitte jetzt den Notruf 112 (in der Schweiz 144) oder die Telefonseelsorge, in Deutschland 0800 111 0 111, in Österreich 142, in der Schweiz 143. Ich gebe Ihre Nachricht sofort an einen Kollegen weiter.",
        threat: "Ich gebe das an einen Kollegen weiter.",
        danger: "Ihre Sicherheit geht vor: Bitte halten Sie Abstand, und rufen Sie den Notruf, wenn jemand verletzt oder in Gefahr ist. Ich übergebe Sie an einen Kollegen, der alles hat, was Sie geschrieben haben.",
        kind_words: "Vielen Dank für Ihre freundlichen Worte. Ich gebe sie an unser Team weiter.",
        opinion: "Danke, dass Sie uns das sagen. Ein Kollege wird Ihre Nachricht lesen.",
        angry: "Es tut mir leid, und ich verstehe, dass Sie verärgert sind. Ich übergebe Sie an einen Kollegen, der alles hat, was Sie geschrieben haben.",
        unhappy: "Es tut mir leid, dass Sie Ärger damit haben. Ich übergebe Sie an einen Kollegen, der alles hat, was Sie geschrieben haben.",
        plain: "Vielen Dank für Ihre Nachricht. Das soll sich ein Kollege ansehen, deshalb übergebe ich Sie; er hat alles, was Sie geschrieben haben.",
        again_unhappy: "Es tut mir leid, dass das noch nicht gelöst ist. Ich habe Ihre Nachricht hinzugefügt, und ein Kollege antwortet Ihnen hier.",
        again: "Danke, ich habe das Ihrem Gespräch hinzugefügt. Ein Kollege antwortet Ihnen hier.",
    },
    hand_off: HandOffSentences {
        threat: "Ich gebe das an einen Kollegen weiter. Ihr Zeichen ist {ticket}.",
        danger: "Ihre Sicherheit geht vor: Bitte halten Sie Abstand, und rufen Sie den Notruf, wenn jemand verletzt oder in Gefahr ist. Ich gebe das sofort an einen Kollegen weiter. Ihr Zeichen ist {ticket}.",
        angry: "Es tut mir leid, dass es so weit gekommen ist, und ich verstehe, dass Sie verärgert sind. Ich gebe das an einen Kollegen weiter, der mehr entscheiden kann als ich. Er hat alles, was Sie geschrieben haben, Sie müssen es nicht noch einmal erzählen. Ihr Zeichen ist {ticket}.",
        unhappy: "Es tut mir leid, dass Sie Ärger damit haben. Ich gebe das an einen Kollegen weiter, der mehr darüber weiß. Er hat alles, was Sie geschrieben haben, Sie müssen es nicht noch einmal erzählen. Ihr Zeichen ist {ticket}.",
        plain: "Vielen Dank für Ihre Geduld. Ich gebe das an einen Kollegen weiter, der Ihnen weiterhelfen kann. Er hat alles, was Sie geschrieben haben. Ihr Zeichen ist {ticket}.",
    },
    opening: OpeningSentences {
        angry: "Es tut mir leid, und ich verstehe, dass Sie verärgert sind.",
        angry_again: "Es tut mir leid, dass Sie noch einmal fragen mussten, und ich verstehe, dass Sie verärgert sind.",
        unhappy: "Es tut mir leid, dass Sie Ärger damit haben.",
        unhappy_again: "Es tut mir leid, dass Sie noch einmal fragen mussten.",
    },
    question_back: QuestionBackSentences {
        which: "Damit ich Ihnen richtig antworten kann: Was davon ist es? {what}: {cases}?",
        about: "Damit ich Ihnen richtig antworten kann: Geht es um {cases}?",
        or: "oder",
    },
    summary: SummaryWords {
        wants: "Möchte",
        happened: "Was geschah",
        says: "Schreibt",
        names: "Nennt",
        quotes: ('„', '“'),
        kind: |kind| match kind {
            SlotKind::Order => "Bestellung",
            SlotKind::Invoice => "Rechnung",
            SlotKind::Amount => "Betrag",
            SlotKind::Date => "Datum",
            SlotKind::Time => "Uhrzeit",
            SlotKind::Product => "Produkt",
            SlotKind::Email => "E-Mail-Adresse",
            SlotKind::Phone => "Telefonnummer",
            SlotKind::Version => "Version",
            SlotKind::ErrorCode => "Fehlercode",
            SlotKind::Url => "Adresse",
        },
    },
};
