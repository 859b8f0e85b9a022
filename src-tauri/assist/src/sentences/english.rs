//! What is said in English.

use aside_contract::SlotKind;

use super::{
    HandOffSentences, HandOverSentences, OpeningSentences, QuestionBackSentences, Sentences,
    SummaryWords,
};

pub(super) static SENTENCES: Sentences = Sentences {
    greeting: "Hello! How can we help you?",
    farewell: "You're welcome. Write again whenever something comes up.",
    person_comes: "Of course. I'm handing you over to a colleague who has everything that you wrote.",
    a_person_answers: "A colleague is with you in this chat and will answer you here.",
    hand_over: HandOverSentences {
        // The lines of the countries where the language is spoken most; a team elsewhere sets its own words.
        self_harm: "I'm very sorry that you feel this way, and I'm glad that you wrote. You don't have to go through this alone: if you might hurt yourself, please call your local emergency number now, or a crisis line such as 988 in the US and Canada or 116 123 in the UK and Ireland. I'm passing your message on to a colleague at once.",
        threat: "I'm handing this over to a colleague.",
        danger: "Your safety comes first: please keep away from it, and call the emergency services if anybody is hurt or in danger. I'm handing you over to a colleague who has everything that you wrote.",
        kind_words: "Thank you for your kind words. I'll pass them on to our team.",
        opinion: "Thank you for telling us. A colleague will read your message.",
        angry: "I'm sorry about this, and I understand that you are upset. I'm handing you over to a colleague who has everything that you wrote.",
        unhappy: "I'm sorry about the trouble. I'm handing you over to a colleague who has everything that you wrote.",
        plain: "Thank you for your message. I'd like a colleague to look at this, so I'm handing you over; they have everything that you wrote.",
        again_unhappy: "I'm sorry that this is not solved yet. I've added your message, and a colleague will answer you here.",
        again: "Thank you, I've added this to your conversation. A colleague will answer you here.",
    },
    hand_off: HandOffSentences {
        threat: "I'm passing this on to a colleague. Your reference is {ticket}.",
        danger: "Your safety comes first: please keep away from it, and call the emergency services if anybody is hurt or in danger. I'm passing this on to a colleague at once. Your reference is {ticket}.",
        angry: "I'm sorry that it has come to this, and I understand that you are upset. I'm passing it on to a colleague who can decide more than I can. They have everything that you wrote, so you need not tell it again. Your reference is {ticket}.",
        unhappy: "I'm sorry about the trouble. I'm passing this on to a colleague who knows more about it. They have everything that you wrote, so you need not tell it again. Your reference is {ticket}.",
        plain: "Thank you for your patience. I'm passing this on to a colleague who can help you further. They have everything that you wrote. Your reference is {ticket}.",
    },
    opening: OpeningSentences {
        angry: "I'm sorry about this, and I understand that you are upset.",
        angry_again: "I'm sorry that you had to ask again, and I understand that you are upset.",
        unhappy: "I'm sorry about the trouble.",
        unhappy_again: "I'm sorry that you had to ask again.",
    },
    question_back: QuestionBackSentences {
        which: "So that I can give you the right answer: which of these is it? {what}: {cases}?",
        about: "So that I can give you the right answer: is it about {cases}?",
        or: "or",
    },
    summary: SummaryWords {
        wants: "Wants",
        happened: "What happened",
        says: "Says",
        names: "Names",
        quotes: ('“', '”'),
        kind: |kind| match kind {
            SlotKind::ErrorCode => "error code",
            other => other.name(),
        },
    },
};
