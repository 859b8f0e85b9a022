// Made by `npm run types` from openapi.json. Do not edit.

export interface paths {
    "/api/v1/chat/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the secret that sites sign their customers' names with. It is in the answer, this once. Refused
         *     where there is one that is not to be replaced.
         */
        post: operations["make_identity_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of pages that hold the chat. */
        get: operations["list_keys"];
        put?: never;
        /** Makes a key for the pages of some sites. From the first on, pages of other sites need one to chat. */
        post: operations["add_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a key: pages that hold it chat no longer. */
        delete: operations["remove_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes which sites may hold the chat, and whether they sign their customers' names. */
        put: operations["set_chat"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The conversations, the most urgent first: all of them, or a window of those that are asked for. */
        get: operations["list"];
        put?: never;
        /** Starts a conversation with what a customer wrote, and advises on it. */
        post: operations["start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations in which a customer means this, in whatever words; fifty at most. None without a model. */
        get: operations["conversations_about"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation with its messages and the newest advice. */
        get: operations["read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/attachments/{attachment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a conversation, as it came. */
        get: operations["attachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/attachments/{attachment}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text that was read from a file of a conversation. */
        get: operations["attachment_text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has a language model write a draft on the newest customer message once more. */
        post: operations["draft_again"];
        /** Stops the draft that a language model writes. */
        delete: operations["stop_draft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/escalation/verdict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keeps that a rule fired wrongly on the newest customer message. It does not count there any more; the
         *     answer is the escalation as it stands then.
         */
        post: operations["judge_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/lead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Lets a person answer a chat from now on, or the assistant again. A person who replies takes it over without
         *     this.
         */
        put: operations["set_lead"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened in a conversation, step by step in plain words. */
        get: operations["replay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds what the customer wrote next, and advises on it. */
        post: operations["add_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/messages/{message}/mood": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which words of a customer's message carry its mood. Takes a pass of the model for each word, behind
         *     live messages.
         */
        get: operations["mood_words"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/prompt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exactly what a language model would be sent about the newest customer message. */
        get: operations["prompt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records the agent's reply as sent. */
        post: operations["reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps a review of a conversation, in the place of an earlier one. */
        put: operations["review"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/rewrite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rewrites a text of the agent's, with marks of what the documents carry. Stores nothing. */
        post: operations["rewrite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Resolved conversations about the same matter, and what was answered there; three at most. None without a
         *     model.
         */
        get: operations["similar_resolved"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Escalates, resolves or opens a conversation again. */
        put: operations["set_status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/suggestions/{suggestion}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps that a suggestion is of no use, and why. Later suggestions from its passages rank lower. */
        post: operations["feedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a conversation is about, each sentence with its message: by the language model where one may,
         *     else in its own sentences.
         */
        get: operations["summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hands a conversation to a supervisor with all that is known: 201 where there was no ticket before, 200
         *     with the one that there is otherwise.
         */
        post: operations["hand_over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells the customer of a chat that an agent is writing. */
        post: operations["agent_types"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every label that agents corrected. */
        get: operations["list_corrections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a customer is entitled to, and which tiers there are. */
        get: operations["customer"];
        /** Gives a customer priority by contract and a tier of service, or takes them away. */
        put: operations["set_standing"];
        post?: never;
        /** Erases all that is stored of a customer, for good. The ledger keeps hashes alone of what it said. */
        delete: operations["forget_customer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customer}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is stored of a customer, as one file. */
        get: operations["export_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customer}/memory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is remembered of a customer. */
        get: operations["customer_memory"];
        put?: never;
        /** Keeps a fact about a customer. */
        post: operations["keep_fact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customer}/memory/{fact}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Corrects a fact. */
        put: operations["correct_fact"];
        post?: never;
        /** Deletes a fact for good. */
        delete: operations["drop_fact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customer}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps what the team knows of a customer: what the customer is called, speaks and prefers. */
        put: operations["set_profile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is stored where, in bytes, and which backups were made. */
        get: operations["data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a backup in a new folder of this machine, which its owner may name; else it goes into the data folder. */
        post: operations["make_backup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells what a threshold and rules would have advised in the last days, and stores nothing. */
        post: operations["replay_escalation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The team's own threshold and rules, as their file has them. */
        get: operations["escalation_rules"];
        /** Writes the team's own threshold and rules into their file. 409 where it was changed meanwhile. */
        put: operations["save_escalation_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A stream of events, one JSON `Event` in each `data:`. After `resync` a listener reads everything anew. */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** As `/health`. */
        get: operations["versioned"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the knowledge base holds and does at this moment. */
        get: operations["status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/articles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The articles that were written over the API. */
        get: operations["list_articles"];
        put?: never;
        /** Writes a new article into the knowledge folder. It is found when its state says so. */
        post: operations["add_article"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/articles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One article, and whether it is found. */
        get: operations["read_article"];
        /** Writes an article anew. 409 where it is not in the version that is named any more. */
        put: operations["change_article"];
        post?: never;
        /** Removes an article. 409 where it is not in the version that is named any more. */
        delete: operations["remove_article"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/disagreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sentences of different documents that say the same with two numbers. */
        get: operations["disagreements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A document as the engine sees it. */
        get: operations["document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where files stand, why, and what was made of them, by path. */
        get: operations["files"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Questions that no document answered in the last days, those that ask the same together, with what agents
         *     answered and an article drafted from that. What a document answers by now says which.
         */
        get: operations["gaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/golden": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The golden questions, how they stood when they were asked last, and the runs before. */
        get: operations["golden_questions"];
        put?: never;
        /** Adds a golden question to the team's file, in the place of one with the same words. */
        post: operations["add_golden"];
        /** Takes a golden question out of the team's file. */
        delete: operations["remove_golden"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/golden/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks all golden questions now. */
        post: operations["ask_golden"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/judge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Allows a document that seems to give orders to a language model to be handed to one, or takes that
         *     back.
         */
        post: operations["judge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Holds finding by meaning and the recognition of pictures of text back, also after the next start. Words
         *     find new files all the same.
         */
        post: operations["pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets finding by meaning and the recognition of pictures of text go on. */
        post: operations["resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a file again, or all that could not be read, whatever was found out about them before. */
        post: operations["retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a search at the desk that found nothing, masked, so that it is seen among the gaps. */
        post: operations["missed_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The labels that a message can have. */
        get: operations["labels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Walks the whole ledger, and names the first entry that was changed, removed, moved or added. */
        get: operations["verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entries with everything that their hashes are made of, oldest first; none after the last. What they say
         *     is masked.
         */
        get: operations["lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The texts that the team keeps, as their file has them now. */
        get: operations["macros"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{id}/labels/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Corrects a label of a customer's message. Messages that say nearly the same follow from now on. */
        put: operations["correct"];
        post?: never;
        /** Takes the correction of a label back. */
        delete: operations["take_back"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a customer as `/chat` does, and says how the answer came about. */
        post: operations["answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where Aside answers, and who may hold its chat. */
        get: operations["reach"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/redaction/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks through a text as through a message, and tells what would be masked. Nothing of it is stored. */
        post: operations["try_redaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reviews of the last days, and what they come to by agent and by criterion. */
        get: operations["list_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/checklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What conversations are reviewed by. */
        get: operations["checklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Draws conversations at random that were answered. */
        get: operations["sample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Passages by meaning and words, best first. */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/beside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the desk stands beside other programs. Only in the desktop window. */
        get: operations["beside"];
        /** Changes how the desk stands beside other programs. Only in the desktop window. */
        put: operations["set_beside"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/knowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The folders of documents and the encoder: which are open, which will be at the next start, and who decides.
         *     Only in the desktop window.
         */
        get: operations["knowledge_choice"];
        /** Chooses the folders of documents, the encoder, or both, from the next start on. Only in the desktop window. */
        put: operations["set_knowledge"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The language model as it is set; never its key. Only in the desktop window. */
        get: operations["model"];
        /** Changes the settings, and the key where one is sent. Only in the desktop window. */
        put: operations["set_model"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/model/found": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Looks for model servers on the usual ports of this machine. Only in the desktop window. */
        get: operations["found_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/model/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the model for one word, and says exactly what is wrong. Only in the desktop window. */
        post: operations["test_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sql": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers one question in SQL, read-only: at most 1,000 rows, within 5 seconds. */
        post: operations["ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sql/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tables that can be asked, and questions to begin with. */
        get: operations["tables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much there is, in numbers. */
        get: operations["stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/taxonomy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The labels as their file has them, and how well they are told apart. */
        get: operations["own_labels"];
        /** Writes the labels into their file, or says field by field what is wrong with them. */
        put: operations["save_own_labels"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/team-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files that a team writes, with what is wrong in them. */
        get: operations["team_files"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/team-files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes one of them, where it can be used. 409 where it was changed meanwhile. */
        put: operations["save_team_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tickets, the most urgent first. */
        get: operations["list_tickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One ticket. What was tried and what is open is as of now. */
        get: operations["read_ticket"];
        /**
         * Approves, assigns, returns, resolves or opens a ticket again, or adds a note. 409 where it cannot go
         *     there from where it stands.
         */
        put: operations["change_ticket"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tokens of programs, without their secrets. */
        get: operations["list_api_tokens"];
        put?: never;
        /** Makes a token for a program. The answer alone has it: it is kept nowhere. */
        post: operations["make_api_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a token: it counts no longer from the next request on. */
        delete: operations["revoke_api_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who can sign in. */
        get: operations["list_users"];
        put?: never;
        /** Adds a user. The first one is an administrator; from then on everybody signs in. */
        post: operations["add_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The names and roles of everybody who may sign in, for who gives tickets to them. */
        get: operations["list_user_names"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a user's name, role or password. A new password ends the user's sign-ins. */
        put: operations["change_user"];
        post?: never;
        /** Removes a user and ends their sign-ins. The last administrator stays. */
        delete: operations["remove_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every webhook. */
        get: operations["list_webhooks"];
        put?: never;
        /** Makes a webhook. The answer has its secret, this once. 409 where there is no key to make one of. */
        post: operations["add_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook. */
        get: operations["read_webhook"];
        /** Changes a webhook, or switches it off or on. A new secret is in the answer, this once. */
        put: operations["change_webhook"];
        post?: never;
        /** Removes a webhook with everything that waits for it or could not be delivered. */
        delete: operations["remove_webhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What could not be delivered to a webhook. */
        get: operations["failed_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delivers what was given up again: one delivery, or all of a webhook. */
        post: operations["replay_deliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a webhook an event that says nothing, and tells what it answered. */
        post: operations["test_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in. The access token goes with each request as `Authorization: Bearer …` and holds for 15 minutes. */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs out: the refresh token and its access tokens count no longer. */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks, and what they may do. */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the own password. Every sign-in of the user ends; the answer is a new one. */
        put: operations["change_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next pair of tokens. A refresh token counts once: one that comes again ends the sign-in. */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a customer, or hands over to a person. The message shows in the desk at once. */
        post: operations["chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a session. Its id is a secret between the customer's side and Aside. */
        post: operations["open_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/attachments/{attachment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a session, as it came. */
        get: operations["session_attachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/attachments/{attachment}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text that was read from a file of a session. */
        get: operations["session_attachment_text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens in a session, as server-sent events. Each message has its id as the event's id: who comes
         *     back with `Last-Event-ID`, as browsers do, first gets what was said meanwhile.
         */
        get: operations["session_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The messages of a session, oldest first. */
        get: operations["session_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a message, which may bring files, and answers it or hands over to a person. */
        post: operations["session_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands over to a person, because the customer wishes it. */
        post: operations["ask_for_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps how content the customer was. Rated again, the last one counts. */
        post: operations["rate_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/speech": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads a message of the assistant or an agent aloud, where a program for it is set up on this machine; else
         *     the status is 501 and the code `no_speech`.
         */
        post: operations["read_aloud"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chat/sessions/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells the desk that the customer is writing. */
        post: operations["customer_types"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of the engine: the model, the knowledge base, the version. */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether Aside is there, in one word. */
        get: operations["sign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/detailed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** As `/health`. */
        get: operations["detailed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/liveness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers; restart it where this does not. */
        get: operations["liveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether messages can be taken: the stores are read. Send none here where this says 503. */
        get: operations["readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts and gauges in the text format of OpenMetrics, as Prometheus reads it. */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A WebSocket: every text that comes is a message of the customer, every text that goes is a `ChatEvent`
         *     or an error as JSON.
         */
        get: operations["socket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Why a message, or one of its questions, has no answer from the documents. */
        Abstention: {
            nearest?: components["schemas"]["Nearest"] | null;
            /** @description The question, where the message holds several. */
            question?: string | null;
            /** @description Why, as a sentence. */
            reason: string;
        };
        /** @description Who did something: as it stands in the ledger, with the name that they had then. */
        Actor: {
            /** @enum {string} */
            kind: "aside";
        } | {
            /** @enum {string} */
            kind: "customer";
        } | {
            /** @enum {string} */
            kind: "owner";
        } | {
            /** @description Names the user for good. */
            id: components["schemas"]["UserId"];
            /** @enum {string} */
            kind: "user";
            /** @description The name that the user had. */
            name: string;
        } | {
            /** @description Names the token for good. */
            id: components["schemas"]["ApiTokenId"];
            /** @enum {string} */
            kind: "token";
            /** @description What the token is called. */
            name: string;
        };
        /** @description What Aside advises on one customer message. */
        Advice: {
            /** @description What the documents do not answer, and why; empty where everything is answered. */
            abstentions?: components["schemas"]["Abstention"][];
            /** @description What the message says. */
            analysis: components["schemas"]["Analysis"];
            /** @description The conversation. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description Whether to hand over. */
            escalation: components["schemas"]["Escalation"];
            /** @description The customer's message that is advised on. */
            message_id: components["schemas"]["MessageId"];
            model?: components["schemas"]["ModelNote"] | null;
            /** @description What is remembered of the customer and has to do with the message, the nearest first. */
            remembered?: components["schemas"]["Remembered"][];
            /** @description Up to three replies, best first; empty where nothing relevant was found. */
            suggestions: components["schemas"]["Suggestion"][];
            /** @description Where the time went. */
            timing_ms: components["schemas"]["Timing"];
        };
        /** @description Everything known about one customer message. */
        Analysis: {
            /** @description What it is about. */
            category: components["schemas"]["Labelled_Category"];
            /** @description The labels above that follow corrections by agents, and why; none where the classifiers stand. */
            corrected?: components["schemas"]["CorrectedLabel"][];
            /**
             * @description The labels are guesses at confidence 0: the classifiers could not run (no model), or do not read
             *     the message's language.
             */
            degraded: boolean;
            /** @description What the customer wants. */
            intent: components["schemas"]["Labelled_Intent"];
            language?: components["schemas"]["Language"] | null;
            /** @description It says both that something is good and that something is bad. */
            mixed?: boolean;
            /** @description The team's own labels; none where it has named none. */
            own?: components["schemas"]["OwnLabel"][];
            /**
             * Format: int32
             * @description 1 (can wait) to 10 (now).
             */
            priority: number;
            /** @description How the priority came about; base, addends and clamping sum to `priority`. */
            priority_points: components["schemas"]["PriorityPoint"][];
            /** @description The customer asked the same thing before, here or in an earlier conversation. */
            repeated_question: boolean;
            /** @description How the customer feels. */
            sentiment: components["schemas"]["Labelled_Sentiment"];
            /** @description What the message names, in the order of reading; none in what was stored before it was read. */
            slots?: components["schemas"]["Slot"][];
            suspicious?: components["schemas"]["Suspicion"] | null;
            urgency?: components["schemas"]["Labelled_Urgency"] | null;
        };
        /**
         * @description Who answers a customer in the chat.
         * @enum {string}
         */
        AnsweredBy: "assistant" | "handover" | "person";
        /** @description What a program may do, and since when. The token itself was shown once, when it was made. */
        ApiToken: {
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description Names it for good. */
            id: components["schemas"]["ApiTokenId"];
            last_used?: components["schemas"]["Timestamp"] | null;
            /** @description What the ledger calls the program. */
            name: string;
            /** @description What the program may do: an agent's or a supervisor's part. */
            role: components["schemas"]["Role"];
        };
        /** @description Names the token of one program. */
        ApiTokenId: string;
        /** @description All tokens of programs. */
        ApiTokenList: {
            /** @description In the order in which they were made. */
            tokens: components["schemas"]["ApiToken"][];
        };
        /** @description An article as it stands in its file. */
        Article: {
            /** @description What it says. */
            article: components["schemas"]["ArticleDraft"];
            /** @description The document that it is found as: its path relative to the knowledge folder. */
            document: string;
            /** @description Its name, which stays. */
            id: string;
            /** @description Why it cannot be found, where it cannot. */
            reason?: string | null;
            /** @description Where its file stands: `words` and `indexed` are found. */
            state: components["schemas"]["FileStage"];
            /** @description Tells this wording from every other one. */
            version: string;
        };
        /** @description An article as somebody writes it. */
        ArticleDraft: {
            /** @description What it is about. */
            category?: string | null;
            /** @description What it says, as Markdown. */
            content: string;
            /** @description The conversations whose answers it was made of. */
            sources?: components["schemas"]["ConversationId"][];
            /** @description Its tags. */
            tags?: string[];
            /** @description Its title, on one line. */
            title: string;
            /** @description Who may be shown it; everybody where absent. */
            visibility?: components["schemas"]["Visibility"];
        };
        /** @description A new wording of an article. */
        ArticleEdit: {
            /** @description All of it from now on. */
            article: components["schemas"]["ArticleDraft"];
            /** @description The version that was changed. */
            version: string;
        };
        /** @description Articles. */
        ArticleList: {
            /** @description By their names. */
            articles: components["schemas"]["Article"][];
        };
        /** @description A file that came with a message, as it stands. */
        Attachment: {
            /**
             * Format: int64
             * @description Its length.
             */
            bytes: number;
            cause?: components["schemas"]["FileCause"] | null;
            /** @description BLAKE3 of its bytes, in hexadecimal. */
            hash: string;
            /** @description Its id. */
            id: components["schemas"]["AttachmentId"];
            /**
             * @description What it is, by its bytes and not by what its sender said: `image/png`, `image/jpeg`, `image/gif` and
             *     `image/webp` can be shown; whatever else is a file to keep.
             */
            media_type: string;
            /** @description Its name without folders. */
            name: string;
            /** @description Why it has no text, as a sentence without its beginning; none where it has. */
            reason?: string | null;
            /** @description Whether its text was read. */
            state?: components["schemas"]["AttachmentState"];
        };
        /** @description Names one file that came with a message. */
        AttachmentId: string;
        /**
         * @description Whether the text of a file was read.
         * @enum {string}
         */
        AttachmentState: "waiting" | "read" | "unreadable";
        /** @description The text that was read from a file. It is what somebody else wrote: data, and nothing to follow. */
        AttachmentText: {
            /** @description It goes on: this is its beginning. */
            cut: boolean;
            /**
             * @description Where it holds personal data and secrets, in order, for a screen to cover; nothing where its own sender
             *     reads it. They are worked out when somebody reads, and stored nowhere.
             */
            personal?: components["schemas"]["PersonalSpan"][];
            /** @description Markdown, to be shown as plain text. */
            text: string;
        };
        /**
         * @description Who wrote a message.
         * @enum {string}
         */
        Author: "customer" | "agent" | "assistant";
        /** @description What a backup holds. */
        Backup: {
            /**
             * Format: int64
             * @description Conversations, with all their messages.
             */
            conversations: number;
            /**
             * Format: int64
             * @description Entries of the ledger, which follow each other unchanged.
             */
            entries: number;
            /** @description Where it is. */
            folder: string;
            /**
             * Format: int64
             * @description Their messages.
             */
            messages: number;
        };
        /** @description A backup that was made. */
        BackupNote: components["schemas"]["Backup"] & {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
        };
        /** @description A backup to be made. */
        BackupRequest: {
            /**
             * @description A new folder on this machine, with its whole path, which only the machine's owner names; one in the
             *     data folder where absent.
             */
            folder?: string | null;
        };
        /** @description The section `[beside]`: the desktop window beside whatever else is open on this computer. */
        BesideSettings: {
            /**
             * @description Whether Aside goes on in the background when the desk's window is closed.
             * @default false
             */
            keep_running: boolean;
            /**
             * @description Whether the system tells of escalations and long waits while the desk is not looked at.
             * @default true
             */
            notifications: boolean;
            /**
             * @description Whether a chosen reply is pasted into the program that the text came from, where the system lets
             *     Aside do so. It is copied in any case, and never sent.
             * @default true
             */
            paste: boolean;
            /**
             * @description The keys that take the selected or copied text from any program, such as `Ctrl+Alt+R`; empty for
             *     none. `CmdOrCtrl` is Command on a Mac and Ctrl elsewhere.
             * @default CmdOrCtrl+Alt+R
             */
            shortcut: string;
            /**
             * @description Whether text that is copied in another program is offered to be answered.
             * @default false
             */
            watch_clipboard: boolean;
        };
        /** @description Who asks. */
        Caller: {
            /** @description What they may do. */
            role: components["schemas"]["Role"];
            token?: components["schemas"]["ApiToken"] | null;
            user?: components["schemas"]["User"] | null;
        };
        /**
         * @description Which part of the business the message is about.
         * @enum {string}
         */
        Category: "technical" | "billing" | "account" | "orders" | "general";
        /**
         * @description Where a conversation takes place.
         * @enum {string}
         */
        Channel: "desk" | "chat" | "cli";
        /** @description What happened in a session, as the customer may know it. */
        ChatEvent: {
            /** @description The message. */
            message: components["schemas"]["ChatMessage"];
            /** @enum {string} */
            type: "message";
        } | {
            /** @enum {string} */
            type: "typing";
        } | {
            /** @description A person leads: the assistant keeps silent. */
            person_leads: boolean;
            /** @description Where it stands. */
            status: components["schemas"]["ConversationStatus"];
            /** @enum {string} */
            type: "status";
        } | {
            /** @enum {string} */
            type: "resync";
        };
        /** @description Lets the pages of some sites hold the chat. Its id stands in those pages and is no secret. */
        ChatKey: {
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            /** @description What the pages send as `X-Aside-Key`. */
            id: string;
            /** @description The sites, such as `https://shop.example`. */
            origins: string[];
        };
        /** @description All keys. */
        ChatKeyList: {
            /** @description The oldest first. */
            keys: components["schemas"]["ChatKey"][];
        };
        /** @description A message as the customer sees it. */
        ChatMessage: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The files that came with it. */
            attachments?: components["schemas"]["Attachment"][];
            /** @description Who wrote it. */
            author: components["schemas"]["Author"];
            /** @description Its id, by which one that came twice is known. */
            id: components["schemas"]["MessageId"];
            /** @description Plain text. Empty only where files came with it. */
            text: string;
        };
        /** @description What a customer gets back in the chat. */
        ChatReply: {
            /** @description What the desk sees about the message, without what is remembered of the customer. */
            advice: components["schemas"]["Advice"];
            /** @description Who answers. */
            answered_by: components["schemas"]["AnsweredBy"];
            /** @description The conversation, which goes on with the customer's next message. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description What the customer reads. Plain text. */
            response: string;
        };
        /** @description A customer's message. */
        ChatRequest: {
            /** @description Who writes, 1 to 200 characters. */
            customer_id: string;
            /** @description What is written, 1 to 20,000 characters. */
            message: string;
        };
        /** @description Where the customer chat is reached from, beside this computer. */
        ChatSettings: {
            /**
             * @description Sites whose pages may hold the chat, such as `https://shop.example`: they reach sessions of the chat
             *     and nothing else.
             * @default []
             */
            origins: string[];
            /**
             * @description Names under which a reverse proxy on this computer passes the chat on, such as `help.example`: they
             *     reach sessions of the chat and the widget, and nothing else.
             * @default []
             */
            public_hosts: string[];
            /**
             * @description Whether a site has to sign the names of its customers, with the secret `ASIDE_IDENTITY_SECRET` of the
             *     environment or the system's keyring. Visitors without a name need no signature.
             * @default false
             */
            signed_users: boolean;
            /**
             * @description Whether pages send what a customer is writing before it is sent, so that what answers it is at hand
             *     when it is. The widget tells the customer. Nothing of it is stored, and nobody reads it.
             * @default false
             */
            typing_previews: boolean;
        };
        /** @description What conversations are reviewed by. */
        Checklist: {
            /** @description In their order. */
            criteria: components["schemas"]["Criterion"][];
            /** @description The file in which a team writes its own. */
            file: string;
            /** @description Why the file as it stands cannot be used. */
            problem?: string | null;
        };
        /** @description An encoder, by the name of its folder below `models`. */
        ChosenEncoder: {
            /** @description Who decided on the one that is open. */
            decided_by: components["schemas"]["DecidedBy"];
            /** @description The one that the next start opens. */
            next: string;
            /** @description The one that was opened. */
            open: string;
            /** @description The one that the settings name, whether or not they are asked; empty where none is chosen. */
            set: string;
        };
        /** @description Folders of documents, with their whole paths. The first one names the index. */
        ChosenFolders: {
            /** @description Who decided on those that are open. */
            decided_by: components["schemas"]["DecidedBy"];
            /** @description Those that the next start opens. */
            next: string[];
            /** @description Those that are open. */
            open: string[];
            /** @description Those that the settings name, whether or not they are asked; none where nothing is chosen. */
            set: string[];
        };
        /** @description The passage of the knowledge base that carries a sentence of a suggestion. */
        Citation: {
            /** @description The passage's id, for opening it in its document. */
            chunk: string;
            /** @description Path of the document relative to the knowledge folder, with `/`; `path#id` for one article of a collection. */
            document: string;
            /**
             * Format: int32
             * @description Page, from 1, where the format has pages.
             */
            page?: number | null;
            /** @description The exact words of the document. */
            quote: string;
            /**
             * Format: float
             * @description How well the passage answers, 0 to 1.
             */
            score: number;
            /** @description Headings above the passage, outermost first, joined by ` > `; empty at the top of the document. */
            section: string;
            /** @description The document's title. */
            title: string;
        };
        /** @description A label that examples of another were given. */
        ConfusedLabel: {
            /** @description Its name. */
            name: string;
            /** @description How many examples. */
            times: number;
        };
        /** @description Two documents that say the same with two numbers. */
        Contradiction: {
            /** @description What the suggestion says. */
            one: components["schemas"]["Statement"];
            /** @description What another document says. */
            other: components["schemas"]["Statement"];
        };
        /** @description A conversation with all its messages and the newest advice. */
        Conversation: {
            advice?: components["schemas"]["Advice"] | null;
            /** @description Oldest first. */
            messages: components["schemas"]["Message"][];
            /** @description How the customer felt from message to message. */
            mood?: components["schemas"]["Mood"];
            /** @description The language of the page that the customer writes on, as its tag (`de-AT`), where it said so. */
            page_language?: string | null;
            /** @description Personal data and secrets in its messages, message by message, in order and without overlaps. */
            personal?: components["schemas"]["PersonalSpan"][];
            /** @description What its messages name as it stands now, the newest first. */
            slots: components["schemas"]["ConversationSlot"][];
            /** @description What the list shows of it. */
            summary: components["schemas"]["ConversationSummary"];
        };
        /** @description Names one conversation. */
        ConversationId: string;
        /** @description A window of the conversations, and what lies outside of it. */
        ConversationList: {
            /** @description How many there are at all. */
            all: number;
            /** @description In the order in which an agent should look at them, from the offset on. */
            conversations: components["schemas"]["ConversationSummary"][];
            /** @description Where the conversation of `find` stands among those that were asked for, from 0. */
            place?: number | null;
            /** @description How many of these are resolved: they are the last ones. */
            resolved: number;
            /** @description How many there are of those that were asked for. */
            total: number;
            /** @description In how many of these a customer waits. */
            waiting: number;
        };
        /** @description What a conversation is about, by one of its messages. */
        ConversationSlot: {
            /** @description The customer's message that named it last. */
            message_id: components["schemas"]["MessageId"];
            /** @description What was named. */
            slot: components["schemas"]["Slot"];
        };
        /**
         * @description Where a conversation stands.
         * @enum {string}
         */
        ConversationStatus: "open" | "escalated" | "resolved";
        /** @description A conversation as the list shows it. */
        ConversationSummary: {
            /**
             * @description Who replied last, of the team or a program that works for it; none before somebody did, and where that
             *     was not kept yet.
             */
            agent?: string | null;
            /** @description The customer waits for an answer: nobody replied since, or the assistant handed over to a person. */
            awaiting_reply: boolean;
            category?: components["schemas"]["Category"] | null;
            /** @description The classifier is unsure of the category. */
            category_unsure?: boolean;
            /** @description Where it takes place. */
            channel: components["schemas"]["Channel"];
            /** @description When it began. */
            created_at: components["schemas"]["Timestamp"];
            /** @description The customer's name or id. */
            customer: string;
            /** @description Escalation is recommended for the newest customer message. */
            escalation_recommended: boolean;
            /** @description Its id. */
            id: components["schemas"]["ConversationId"];
            /**
             * Format: int32
             * @description How many messages it has.
             */
            messages: number;
            /** @description Who has its ticket; while that is open, who is suggested; none once the ticket is resolved. */
            owner?: string | null;
            /** @description A person answers in the chat, and the assistant keeps silent. */
            person_leads?: boolean;
            /**
             * @description The first 140 characters of the newest message, with `••••` for cards, bank accounts, passwords and
             *     the numbers of identity documents.
             */
            preview: string;
            /**
             * Format: int32
             * @description Of the newest customer message, 3 until it is analysed; with what waiting adds until now.
             */
            priority: number;
            reply_due?: components["schemas"]["Timestamp"] | null;
            sentiment?: components["schemas"]["Sentiment"] | null;
            /** @description Where it stands. */
            status: components["schemas"]["ConversationStatus"];
            /** @description The customer's tier of service, where one is set. */
            tier?: string | null;
            /** @description When its newest message arrived. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description The customer has priority by contract. */
            vip: boolean;
            waiting_since?: components["schemas"]["Timestamp"] | null;
        };
        /**
         * @description Why a label follows corrections.
         * @enum {string}
         */
        CorrectedBy: "agent" | "neighbour" | "learnt" | "model";
        /**
         * @description A label of a message that is not left to the classifiers: agents corrected some, or a language model was
         *     asked.
         */
        CorrectedLabel: {
            /** @description Why it follows corrections. */
            by: components["schemas"]["CorrectedBy"];
            /** @description The conversation of that message. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description Which label. */
            kind: components["schemas"]["LabelKind"];
            /** @description The label now. */
            label: string;
            /**
             * @description The message that was corrected, for [`CorrectedBy::Neighbour`] and [`CorrectedBy::Learnt`] the
             *     nearest one.
             */
            message_id: components["schemas"]["MessageId"];
            /** @description What the classifiers read. */
            read: string;
            /**
             * Format: float
             * @description How alike the two messages are: the cosine of their embeddings, 1 for the message itself.
             */
            similarity: number;
        };
        /** @description A label that an agent corrected. */
        Correction: {
            /** @description When it was corrected. */
            at: components["schemas"]["Timestamp"];
            /** @description Its conversation. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description What the label was before. */
            from: string;
            /** @description Which label. */
            kind: components["schemas"]["LabelKind"];
            /** @description The customer's message. */
            message_id: components["schemas"]["MessageId"];
            /** @description What the message says. */
            text: string;
            /** @description What it should be. */
            to: string;
        };
        /** @description Every label that is corrected. */
        CorrectionList: {
            /** @description Oldest first. */
            corrections: components["schemas"]["Correction"][];
        };
        /** @description What somebody signs in with. No `Debug`: a password is shown nowhere. */
        Credentials: {
            /** @description The user's name. */
            name: string;
            /** @description The user's password. */
            password: string;
        };
        /** @description Something that a good conversation has. */
        Criterion: {
            /** @description What to look for. */
            about?: string;
            /** @description Names it in stored reviews. */
            name: string;
            /** @description What it is called. */
            title: string;
            /**
             * Format: float
             * @description How much it counts beside the others; 1 where the file names nothing.
             */
            weight: number;
        };
        /** @description Everything that is stored of a customer, as one file. */
        CustomerExport: {
            /** @description Every conversation with its messages. */
            conversations: components["schemas"]["Conversation"][];
            /** @description The customer's name or id. */
            customer: string;
            /** @description What the ledger says: each message, advice, reply, correction, verdict and rating, with its hashes. */
            entries: components["schemas"]["LedgerLine"][];
            /** @description When it was written. */
            exported: components["schemas"]["Timestamp"];
            /** @description Every fact. */
            facts: components["schemas"]["CustomerFact"][];
            /** @description What the team knows. */
            profile: components["schemas"]["Profile"];
            /** @description What the customer is entitled to. */
            standing: components["schemas"]["Standing"];
            /** @description Every ticket. */
            tickets: components["schemas"]["Ticket"][];
        };
        /** @description Something that is kept of a customer. */
        CustomerFact: {
            conversation_id?: components["schemas"]["ConversationId"] | null;
            /** @description When it was kept first. */
            created: components["schemas"]["Timestamp"];
            /** @description Its id. */
            id: components["schemas"]["FactId"];
            /** @description What sort of thing it is. */
            kind: components["schemas"]["FactKind"];
            message_id?: components["schemas"]["MessageId"] | null;
            /** @description Whatever else another program wants to find it by. */
            metadata?: {
                [key: string]: string;
            };
            /** @description Who told it. */
            source: components["schemas"]["FactSource"];
            /** @description What is so. */
            text: string;
            /** @description When it was corrected last. */
            updated: components["schemas"]["Timestamp"];
        };
        /** @description What is remembered of a customer. */
        CustomerMemory: {
            /** @description Every conversation, the newest first. */
            conversations: components["schemas"]["ConversationSummary"][];
            /** @description The customer's name or id. */
            customer: string;
            /** @description Facts: the nearest in meaning first where something was looked for, else the newest. */
            facts: components["schemas"]["FoundFact"][];
            /** @description What the team knows. */
            profile: components["schemas"]["Profile"];
            /** @description What is not done, the oldest first. */
            unresolved: components["schemas"]["UnresolvedMatter"][];
        };
        /** @description A customer's question, from an integration. */
        CustomerQuestion: {
            /** @description What is asked, 1 to 20,000 characters. */
            message: string;
            /** @description Who asks, 1 to 200 characters. */
            user_id: string;
        };
        /** @description A customer, and what there is to choose from. */
        CustomerView: {
            /** @description The customer's name or id. */
            customer: string;
            /** @description What the team knows. */
            profile: components["schemas"]["Profile"];
            /** @description What the customer is entitled to. */
            standing: components["schemas"]["Standing"];
            /** @description The tiers that the service targets name. */
            tiers: string[];
        };
        /** @description What lies where, in bytes. */
        DataView: {
            /** @description Backups that were made of this data folder, the newest first; some may have been moved since. */
            backups: components["schemas"]["BackupNote"][];
            /** @description The store with conversations, customers and the ledger. */
            conversations: components["schemas"]["StoredPart"];
            /**
             * Format: int64
             * @description Of all their documents, as they were when they were last looked at.
             */
            document_bytes: number;
            /** @description The knowledge folders, with the bytes of the documents in them. */
            documents: string[];
            /** @description The data folder. */
            folder: string;
            /** @description The index of the knowledge folders, which is made from the documents. */
            index: components["schemas"]["StoredPart"];
            /**
             * Format: int64
             * @description The bytes of that store which the ledger takes.
             */
            ledger_bytes: number;
            /**
             * Format: int64
             * @description How many entries the ledger has.
             */
            ledger_entries: number;
        };
        /**
         * @description Who decided on something; the first that says anything does.
         * @enum {string}
         */
        DecidedBy: "command" | "environment" | "settings" | "otherwise";
        /** @description Names one delivery to a webhook. */
        DeliveryId: string;
        /** @description Sentences of different documents that say the same with two numbers. */
        DisagreementList: {
            /** @description By document; two hundred at most. */
            disagreements: components["schemas"]["Contradiction"][];
            /**
             * Format: int64
             * @description The generation of the index that was compared.
             */
            generation: number;
            /** @description There was more than is looked at. */
            is_cut: boolean;
            /**
             * Format: int32
             * @description Passages that were compared.
             */
            passages: number;
        };
        /**
         * @description Why a suggestion is of no use.
         * @enum {string}
         */
        DismissReason: "not_relevant" | "wrong" | "out_of_date" | "incomplete" | "tone" | "other";
        /** @description One chunk of a document, for reading it whole. */
        DocumentSection: {
            /** @description The chunk's id. */
            chunk: string;
            /**
             * Format: int32
             * @description Page, from 1, where the format has pages.
             */
            page?: number | null;
            /** @description Headings above it, joined by ` > `. */
            section: string;
            /** @description Its Markdown. */
            text: string;
        };
        /** @description A document as the engine sees it. */
        DocumentView: {
            /** @description Its category, lower-case; may be empty. */
            category: string;
            /** @description Path relative to the knowledge folder. */
            document: string;
            /** @description The file that holds it, relative to the knowledge folder. */
            file: string;
            /** @description What the file was read as, such as `md` or `pdf`. */
            format: string;
            /**
             * Format: int32
             * @description Pieces of text that nobody would see in its program, and that were left out.
             */
            hidden: number;
            /** @description Its chunks in reading order. */
            sections: components["schemas"]["DocumentSection"][];
            /** @description Its tags. */
            tags: string[];
            /** @description Its title. */
            title: string;
            /** @description When it was last changed, as it says itself, else as its file does. */
            updated: components["schemas"]["Timestamp"];
            /** @description Who may be shown it. */
            visibility: components["schemas"]["Visibility"];
        };
        /** @description Whether a draft is being written. */
        DraftState: {
            /** @description A language model was asked, and events tell how it goes on. */
            writing: boolean;
        };
        /** @description How far the change to another encoder is. */
        EncoderChange: {
            /**
             * Format: int64
             * @description Texts that have their new vectors.
             */
            done: number;
            /** @description The encoder whose vectors answer until then. */
            from: string;
            /**
             * Format: int64
             * @description All texts that get one.
             */
            texts: number;
            /** @description The encoder whose vectors are being made. */
            to: string;
        };
        /** @description An encoder that is there. */
        EncoderThere: {
            /** @description Whether it came with Aside. */
            built_in: boolean;
            /** @description How many numbers each vector has; none where that is not known. */
            dimensions?: number | null;
            /** @description The codes of the languages that it reads (ISO 639-1); none where it reads many, or that is not known. */
            languages?: string[] | null;
            /** @description The name of its folder below `models`. */
            name: string;
            /** @description Why it cannot be used, if it cannot. */
            problem?: string | null;
            /** @description Whether it is a service that masked texts are sent to. */
            remote: boolean;
        };
        /** @description The body of every answer that is an error. */
        ErrorBody: {
            /** @description What went wrong, for machines. */
            code: components["schemas"]["ErrorCode"];
            /** @description What happened, to what, and what to do. */
            detail: string;
            place?: components["schemas"]["TextPlace"] | null;
        };
        /**
         * @description What went wrong, for machines. A variant exists only where a consumer acts on it; the sentence
         *     for people stands in the interface's own table.
         * @enum {string}
         */
        ErrorCode: "invalid_input" | "too_large" | "unsupported_file" | "not_found" | "too_many" | "conflict" | "forbidden" | "unauthenticated" | "invalid_query" | "query_limit" | "no_language_model" | "language_model" | "no_speech" | "overloaded" | "storage" | "not_open" | "internal";
        /** @description Whether the conversation should go to a supervisor. */
        Escalation: {
            /** @description Strongest first; empty where nothing speaks for it. */
            reasons: components["schemas"]["EscalationReason"][];
            /** @description The score reached the threshold. */
            recommended: boolean;
            /**
             * Format: float
             * @description 0 to 1: `1 - Π(1 - weight)` over the reasons.
             */
            score: number;
        };
        /** @description What the team's own threshold and rules are to be. */
        EscalationDraft: {
            /** @description All rules. */
            rules: components["schemas"]["RuleDraft"][];
            /**
             * Format: double
             * @description 0.05 to 1; the usual one where absent.
             */
            threshold?: number | null;
            /** @description The version that was changed. */
            version: string;
        };
        /** @description One reason for handing over to a supervisor. */
        EscalationReason: {
            /** @description Which of the rule's sentences it is, for rules that have several. */
            case?: string | null;
            /** @description The words or figures that made the rule fire. */
            evidence: string;
            /** @description The reason as a sentence for people. */
            explanation: string;
            /** @description The same in parts, for other languages; none in what was stored before they were told. */
            parts?: components["schemas"]["Evidence"][];
            /** @description The rule's name, stable for machines, such as `explicit_request`. */
            rule: string;
            /**
             * Format: float
             * @description How strongly it speaks for escalation, 0 to 1.
             */
            weight: number;
            /** @description Somebody said that the rule fired wrongly; it does not count any more. */
            wrong?: boolean;
        };
        /** @description What would have been advised, conversation by conversation. Nothing of it is stored. */
        EscalationReplay: {
            /** @description Conversations that differ; the newest first, at most 100 of them. */
            changed: components["schemas"]["ReplayedConversation"][];
            /** @description How many differ. */
            changed_count: number;
            /** @description Conversations in which a customer wrote in these days, as far as they were looked through. */
            conversations: number;
            /**
             * Format: int32
             * @description How many days back.
             */
            days: number;
            /** @description Conversations that were left out, because they are too many or it took too long: the older ones. */
            left_out: number;
            /** @description Their customers' messages in these days. */
            messages: number;
            /** @description Conversations in which handing over is advised at least once, by the rules that hold now. */
            now: number;
            /** @description The same by the rules that are tried. */
            then: number;
        };
        /** @description Which rules are tried, and on what. */
        EscalationReplayRequest: {
            /**
             * Format: int32
             * @description How many days back, 1 to 90.
             */
            days: number;
            /** @description The threshold and rules that would be saved. */
            draft: components["schemas"]["EscalationDraft"];
        };
        /** @description The team's own threshold and rules, as their file has them. */
        EscalationView: {
            /** @description Where they stand, or would. */
            file: string;
            /** @description Why the file cannot be used; those of before hold then, and nothing can be changed here. */
            problem?: string | null;
            /** @description The rules, in the order of the file. */
            rules: components["schemas"]["RuleDraft"][];
            /**
             * Format: double
             * @description The score from which handing over is recommended; the usual one where the file names none.
             */
            threshold?: number | null;
            /**
             * Format: double
             * @description The usual one.
             */
            usual_threshold: number;
            /**
             * Format: double
             * @description How strongly a rule speaks that names no weight.
             */
            usual_weight: number;
            /** @description Names the file's content, for saving. */
            version: string;
        };
        /** @description Something that changed. Published only after it is stored, where it is stored at all. */
        Event: {
            /** @description Its conversation as it is now. */
            conversation: components["schemas"]["ConversationSummary"];
            /** @description The message. */
            message: components["schemas"]["Message"];
            /** @description Personal data and secrets in it, in order and without overlaps. */
            personal?: components["schemas"]["PersonalSpan"][];
            /** @enum {string} */
            type: "message_added";
        } | {
            /** @description The file as it stands now. */
            attachment: components["schemas"]["Attachment"];
            /** @description The conversation. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description The message that it came with. */
            message_id: components["schemas"]["MessageId"];
            /** @enum {string} */
            type: "attachment_read";
        } | {
            /** @description The advice. */
            advice: components["schemas"]["Advice"];
            /** @description Its conversation as it is now. */
            conversation: components["schemas"]["ConversationSummary"];
            /** @description What its conversation names by now, the newest first. */
            slots: components["schemas"]["ConversationSlot"][];
            /** @enum {string} */
            type: "advice_ready";
        } | {
            /** @description The conversation as it is now. */
            conversation: components["schemas"]["ConversationSummary"];
            /** @enum {string} */
            type: "conversation_changed";
        } | {
            /** @description Who writes: the customer or an agent. */
            author: components["schemas"]["Author"];
            /** @description The conversation. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @enum {string} */
            type: "typing";
        } | {
            /** @description The ticket as it is now. */
            ticket: components["schemas"]["TicketSummary"];
            /** @enum {string} */
            type: "ticket_changed";
        } | {
            /** @description What it holds now. */
            status: components["schemas"]["KnowledgeStatus"];
            /** @enum {string} */
            type: "knowledge_changed";
        } | {
            /** @description What came of it. */
            run: components["schemas"]["GoldenRun"];
            /** @enum {string} */
            type: "golden_asked";
        } | {
            /** @description Why they cannot be learnt, in a sentence; none where they can, or where there are none. */
            trouble?: string | null;
            /** @enum {string} */
            type: "labels_changed";
        } | {
            /** @description The draft so far. */
            draft: components["schemas"]["LiveDraft"];
            /** @enum {string} */
            type: "draft_writing";
        } | {
            /** @description The conversation. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description The message that it was about. */
            message_id: components["schemas"]["MessageId"];
            /** @enum {string} */
            type: "draft_ended";
        } | {
            /** @enum {string} */
            type: "resync";
        };
        /** @description What made a rule of escalation fire. */
        Evidence: {
            /** @enum {string} */
            is: "words";
            /** @description As they stand there. */
            text: string;
        } | {
            /** @enum {string} */
            is: "capitals";
        } | {
            /** @enum {string} */
            is: "asked_before";
            /** @description Its beginning. */
            words: string;
        } | {
            /**
             * Format: float
             * @description How sure the classifier is, 0 to 1, where that matters.
             */
            confidence?: number | null;
            /** @enum {string} */
            is: "label";
            /** @description Its name. */
            label: string;
            /** @description Which label. */
            what: components["schemas"]["LabelKind"];
        } | {
            /**
             * Format: float
             * @description How sure it is, 0 to 1.
             */
            confidence: number;
            /** @enum {string} */
            is: "doubt";
            /** @description Which label. */
            what: components["schemas"]["LabelKind"];
        } | {
            /** @enum {string} */
            is: "guessed";
            /** @description The language that the classifiers do not read, by its code; none where there is no model. */
            language?: string | null;
        } | {
            /**
             * Format: float
             * @description How likely it answers, 0 to 1.
             */
            confidence: number;
            /** @enum {string} */
            is: "unlikely_reply";
        } | {
            /** @enum {string} */
            is: "nothing_found";
        } | {
            /** @enum {string} */
            is: "vip";
        } | {
            /** @enum {string} */
            is: "priority";
            /**
             * Format: int32
             * @description How much it adds.
             */
            points: number;
            /** @description What it is given for. */
            reason: components["schemas"]["PriorityReason"];
        } | {
            /** @enum {string} */
            is: "moods";
            /** @description Oldest first. */
            moods: components["schemas"]["Sentiment"][];
        } | {
            /** @enum {string} */
            is: "order";
            /** @description What shows that. */
            sign: components["schemas"]["OrderSign"];
        } | {
            /** @enum {string} */
            is: "fault";
            /** @description What happened, in a sentence. */
            text: string;
        };
        /**
         * @description The expression of a face that answers a customer: kind, and never a mirror of anger.
         * @enum {string}
         */
        Face: "calm" | "glad" | "sorry";
        /** @description Names one fact about a customer. */
        FactId: string;
        /**
         * @description What sort of thing a fact tells.
         * @enum {string}
         */
        FactKind: "fact" | "preference" | "matter";
        /**
         * @description Who told a fact.
         * @enum {string}
         */
        FactSource: "message" | "agent" | "api";
        /** @description Deliveries that were given up. */
        FailedDeliveries: {
            /** @description The newest first. */
            deliveries: components["schemas"]["FailedDelivery"][];
        };
        /** @description A delivery that was given up. */
        FailedDelivery: {
            /** @description When that happened. */
            created: components["schemas"]["Timestamp"];
            /** @description What it tells. */
            event: components["schemas"]["WebhookEvent"];
            /** @description When it was given up. */
            given_up: components["schemas"]["Timestamp"];
            /** @description Its id, which stays when it is replayed. */
            id: components["schemas"]["DeliveryId"];
            /** @description Why, in a sentence. */
            reason: string;
            /**
             * Format: int32
             * @description How often it was tried.
             */
            tries: number;
        };
        /** @description Why a suggestion is of no use. */
        Feedback: {
            /** @description The reason. */
            reason: components["schemas"]["DismissReason"];
        };
        /** @description What is wrong with one field of what was sent. */
        FieldProblem: {
            /** @description What is wrong, and what to do. */
            detail: string;
            /** @description The field: `intent/0/name`, `category` for its labels together, `file` for the file. */
            field: string;
        };
        /** @description Why a file, or a part of it, could not be read. The sentence beside it says the same in English. */
        FileCause: {
            /** @description What the system said. */
            said: string;
            /** @enum {string} */
            why: "forbidden";
        } | {
            /** @enum {string} */
            why: "missing";
        } | {
            /** @enum {string} */
            why: "no_file";
        } | {
            /** @enum {string} */
            why: "unsupported";
        } | {
            /** @description The ending of the format to save it as. */
            new: string;
            /** @description Its ending. */
            old: string;
            /** @enum {string} */
            why: "old_format";
        } | {
            /** @description What it holds, by a stable name such as `text` or `html`. */
            content: string;
            /** @description Its ending. */
            extension: string;
            /** @enum {string} */
            why: "mislabelled";
        } | {
            /**
             * Format: int64
             * @description The most, in MB.
             */
            megabytes: number;
            /** @enum {string} */
            why: "too_large";
        } | {
            /** @enum {string} */
            why: "no_text";
        } | {
            /** @description What installs that on this system. */
            install: string;
            /** @enum {string} */
            why: "needs_ocr";
        } | {
            /** @enum {string} */
            why: "picture";
        } | {
            /** @enum {string} */
            why: "protected";
        } | {
            /** @description What the reader of the format said. */
            said: string;
            /** @enum {string} */
            why: "malformed";
        } | {
            /** @description What it needs, in English. */
            needs: string;
            /** @enum {string} */
            why: "over_limit";
        } | {
            /**
             * Format: int64
             * @description How long that is.
             */
            seconds: number;
            /** @enum {string} */
            why: "too_slow";
        } | {
            /** @description What the system said. */
            said: string;
            /** @enum {string} */
            why: "not_started";
        } | {
            /** @description By what. */
            said: string;
            /** @enum {string} */
            why: "interrupted";
        } | {
            /** @description How. */
            said: string;
            /** @enum {string} */
            why: "crashed";
        };
        /** @description How many files stand where. */
        FileCounts: {
            /**
             * Format: int64
             * @description Wherever they stand, those with a document that another one repeats, or nearly.
             */
            duplicated: number;
            /**
             * Format: int64
             * @description Could not be read.
             */
            failed: number;
            /**
             * Format: int64
             * @description Found by words and meaning.
             */
            indexed: number;
            /**
             * Format: int64
             * @description Those with a document that seems to give orders to a language model.
             */
            marked?: number;
            /**
             * Format: int64
             * @description Waiting for the recognition of their pictures of text.
             */
            ocr: number;
            /**
             * Format: int64
             * @description Waiting to be read.
             */
            queued: number;
            /**
             * Format: int64
             * @description Being read.
             */
            reading: number;
            /**
             * Format: int64
             * @description Left out on purpose.
             */
            skipped: number;
            /**
             * Format: int64
             * @description Found by words alone so far.
             */
            words: number;
        };
        /** @description A file that could not be read. */
        FileFailure: {
            /** @description Path relative to the knowledge folder. */
            path: string;
            /** @description What is wrong and what to do, as a sentence. */
            reason: string;
        };
        /** @description A page of the list of files. */
        FileList: {
            /** @description Whether documents are still compared with each other, so that `duplicates` are not all of them. */
            comparing: boolean;
            /** @description All files of the pattern asked for, by state. */
            counts: components["schemas"]["FileCounts"];
            /** @description In the order of their paths. */
            files: components["schemas"]["FileStatus"][];
            /** @description Names the next page; `null` on the last one. */
            next?: string | null;
        };
        /**
         * @description Where a file stands.
         * @enum {string}
         */
        FileStage: "queued" | "reading" | "ocr" | "words" | "indexed" | "failed" | "skipped";
        /** @description A file or folder below the watched folders. */
        FileStatus: {
            /**
             * Format: int64
             * @description Its size when it was last read.
             */
            bytes: number;
            cause?: components["schemas"]["FileCause"] | null;
            /**
             * Format: int64
             * @description Passages in them.
             */
            chunks: number;
            /**
             * Format: int64
             * @description Documents in it.
             */
            documents: number;
            /** @description Documents that say the same as one of this file, or nearly: for each the nearest, ten at most. */
            duplicates: components["schemas"]["NearDocument"][];
            /**
             * Format: int64
             * @description Passages that meaning finds.
             */
            embedded: number;
            /** @description What it was read as, such as `md` or `pdf`. */
            format: string;
            /**
             * Format: int64
             * @description Pieces of hidden text that were left out.
             */
            hidden: number;
            /** @description Its documents that seem to give orders to a language model; a hundred at most. */
            marked?: components["schemas"]["MarkedDocument"][];
            modified?: components["schemas"]["Timestamp"] | null;
            /** @description Path relative to the knowledge folder. */
            path: string;
            /** @description Why it failed or is left out, and what to do. */
            reason?: string | null;
            /**
             * Format: int32
             * @description Replies that were sent, by agents and by the chat, and cite it.
             */
            replies: number;
            /** @description Where it stands. */
            state: components["schemas"]["FileStage"];
        };
        /**
         * @description How changes in a folder are noticed.
         * @enum {string}
         */
        Following: "events" | "polling" | "missing" | "off";
        /** @description What was erased for good. */
        Forgotten: {
            /**
             * Format: int64
             * @description Conversations with all that was said and advised in them.
             */
            conversations: number;
            /**
             * Format: int64
             * @description Entries of the ledger that keep nothing but their hashes.
             */
            entries: number;
            /**
             * Format: int64
             * @description Facts.
             */
            facts: number;
            /**
             * @description Whether free pages of the store's file may keep it until the next start, because the file could not
             *     be written anew now: the disk is full, or a backup reads it.
             */
            pending: boolean;
            /**
             * Format: int64
             * @description The entry of the ledger that says so.
             */
            sequence: number;
        };
        /** @description A fact that was looked for. */
        FoundFact: {
            /** @description The fact. */
            fact: components["schemas"]["CustomerFact"];
            /**
             * Format: float
             * @description How near its meaning is to what was looked for (a cosine); `null` where nothing was looked for, or
             *     its meaning is not worked out yet.
             */
            similarity?: number | null;
        };
        /** @description What agents sent to a question that nothing answered, with personal data masked. */
        GapAnswer: {
            /** @description When it was sent last. */
            at: components["schemas"]["Timestamp"];
            /** @description The conversation in which it was sent last. */
            conversation: components["schemas"]["ConversationId"];
            /** @description The reply without greeting and signature. */
            text: string;
            /**
             * Format: int32
             * @description How often the same words were sent.
             */
            times: number;
        };
        /** @description The document that answers a question by now. */
        GapCover: {
            /** @description Its path. */
            document: string;
            /**
             * Format: float
             * @description How likely it answers, 0 to 1.
             */
            score: number;
            /** @description Its title. */
            title: string;
        };
        /** @description What was asked in the last days and the documents did not answer. */
        GapList: {
            /**
             * Format: int32
             * @description Days that were looked at.
             */
            days: number;
            /** @description Those that are open first, the most asked before the others; a hundred at most. */
            gaps: components["schemas"]["KnowledgeGap"][];
            /** @description There was more than is looked at, and the oldest was left out. */
            is_cut: boolean;
            /**
             * Format: int32
             * @description Questions without an answer that were found in them.
             */
            questions: number;
        };
        /** @description One question that nothing answered, with personal data masked. */
        GapQuestion: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            conversation?: components["schemas"]["ConversationId"] | null;
            /** @description An agent searched for it; else a customer asked. */
            searched: boolean;
            /** @description What was asked. */
            text: string;
        };
        /** @description A question with the documents of which one is to be found. */
        GoldenQuestion: {
            /** @description The question. */
            ask: string;
            /** @description Paths of documents; one of them is enough. */
            documents: string[];
            /**
             * Format: int32
             * @description Among so many first documents one of them has to be; 1 to 10.
             */
            within?: number;
        };
        /** @description The golden questions, and how they stand. */
        GoldenReport: {
            /** @description The file with the questions. */
            file: string;
            /** @description Why the file as it stands cannot be used. */
            problem?: string | null;
            /** @description Regressions first, then what was missed, then the others in the order of the file. */
            results: components["schemas"]["GoldenResult"][];
            /** @description The newest runs first; fifty at most. */
            runs: components["schemas"]["GoldenRun"][];
        };
        /** @description A golden question and what came of it. */
        GoldenResult: {
            /**
             * Format: int32
             * @description Its place in the run before.
             */
            before?: number | null;
            /** @description The document that stood first. */
            first?: string | null;
            found_at?: components["schemas"]["Timestamp"] | null;
            /** @description Documents that it names and that are not there. */
            missing: string[];
            /**
             * Format: int32
             * @description The place of the first of its documents, from 1; none where none is among the first ten.
             */
            place?: number | null;
            /** @description What is asked. */
            question: components["schemas"]["GoldenQuestion"];
            /** @description How it stands. */
            state: components["schemas"]["GoldenState"];
        };
        /** @description One run over all golden questions. */
        GoldenRun: {
            /** @description When it ended. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Those whose document was found in time.
             */
            found: number;
            /**
             * Format: int64
             * @description The generation of the index that was asked.
             */
            generation: number;
            /**
             * Format: int32
             * @description Regressions: found before, not any more.
             */
            lost: number;
            /**
             * Format: int64
             * @description How long it took.
             */
            milliseconds: number;
            /**
             * Format: int32
             * @description Questions that were asked.
             */
            questions: number;
        };
        /**
         * @description How a golden question stands.
         * @enum {string}
         */
        GoldenState: "lost" | "missed" | "lower" | "found" | "waiting";
        /** @description The state of the engine. */
        Health: {
            /**
             * @description What keeps the converters of documents from files and network: `landlock, seccomp`, one of
             *     them, or `none` where the system offers none; nothing before the first document needed one.
             */
            fence?: string | null;
            /** @description What the knowledge base holds and does. */
            knowledge: components["schemas"]["KnowledgeStatus"];
            /** @description Why the team's own labels cannot be learnt; none where they can, or where it has none. */
            labels?: string | null;
            /** @description Whether a language model can be asked for drafts. */
            language_model: components["schemas"]["LanguageModelState"];
            ledger?: components["schemas"]["LedgerState"] | null;
            /** @description Whether meaning can be searched. */
            model: components["schemas"]["ModelState"];
            /** @description Whether everything works. */
            status: components["schemas"]["HealthStatus"];
            /** @description The version of Aside. */
            version: string;
        };
        /**
         * @description Whether everything works.
         * @enum {string}
         */
        HealthStatus: "ok" | "degraded";
        /** @description Whether a secret that is there is to be replaced. */
        IdentityRequest: {
            /** @description What was signed with the one of before counts no longer. */
            replace: boolean;
        };
        /** @description The secret that a site signs its customers' names with. */
        IdentitySecret: {
            /** @description Told this once. */
            secret: string;
        };
        /** @description What somebody decided about a marked document. */
        Judgement: {
            /** @description Whether language models may be handed it as it reads now. */
            allowed: boolean;
            /** @description The document. */
            document: string;
        };
        /**
         * @description Where the key to the model stands.
         * @enum {string}
         */
        KeyPlace: "none" | "environment" | "keyring" | "unknown";
        /** @description What the next start opens; what is absent stays as it is. */
        KnowledgeChange: {
            /** @description One of the encoders that are there. */
            encoder?: string | null;
            /** @description The folders of documents with their whole paths, at least one, none inside of another. */
            folders?: string[] | null;
        };
        /**
         * @description The folders of documents and the encoder: those that are open, and those that the next start opens where Aside
         *     is started as this time.
         */
        KnowledgeChoice: {
            /** @description The encoder. */
            encoder: components["schemas"]["ChosenEncoder"];
            /** @description The encoders that are there, the built-in one first. */
            encoders: components["schemas"]["EncoderThere"][];
            /** @description The file with the settings. */
            file: string;
            /** @description The folders of documents. */
            folders: components["schemas"]["ChosenFolders"];
            /** @description Where the index lies that is open. Another first folder has another one, and this one stays. */
            index: string;
            /** @description Whether the next start opens something else than is open now. */
            restart: boolean;
        };
        /** @description Similar questions that nothing answered. */
        KnowledgeGap: {
            /** @description What agents answered, the most sent and then the newest first; five at most. */
            answers: components["schemas"]["GapAnswer"][];
            /**
             * Format: int32
             * @description How often customers asked.
             */
            asked: number;
            covered?: components["schemas"]["GapCover"] | null;
            /** @description An article made of these answers, to be edited and approved. Nothing is written of it. */
            draft: components["schemas"]["ArticleDraft"];
            /** @description Names it while its questions stay: the id of its oldest one. */
            id: string;
            /** @description When it was asked last. */
            newest: components["schemas"]["Timestamp"];
            /** @description The question that is most like all of them. */
            question: string;
            /** @description The newest of its questions; ten at most. */
            questions: components["schemas"]["GapQuestion"][];
            /**
             * Format: int32
             * @description How often agents searched for it.
             */
            searched: number;
        };
        /** @description A passage that was found. */
        KnowledgeResult: {
            /** @description The document's category. */
            category: string;
            /** @description The passage as Markdown. */
            content: string;
            /**
             * Format: float
             * @description How likely it answers, 0 to 1.
             */
            score: number;
            /** @description The document's title. */
            title: string;
        };
        /** @description What the knowledge base holds and does at this moment. */
        KnowledgeStatus: {
            change?: components["schemas"]["EncoderChange"] | null;
            /**
             * Format: int64
             * @description Chunks that words find.
             */
            chunks: number;
            /**
             * Format: int64
             * @description Documents in them: a file may hold several.
             */
            documents: number;
            /**
             * Format: int64
             * @description Chunks that meaning finds too.
             */
            embedded: number;
            embedding?: components["schemas"]["Pace"] | null;
            /**
             * Format: int64
             * @description How many there are of them.
             */
            failed: number;
            /**
             * Format: int64
             * @description Beside them, parts of archives and e-mails that could not be read. The list of files counts both.
             */
            failed_parts?: number;
            /** @description Files that could not be read, and troubles of whole folders; the first two hundred. */
            failures: components["schemas"]["FileFailure"][];
            /**
             * Format: int64
             * @description Files that are indexed.
             */
            files: number;
            /** @description The first watched folder. */
            folder: string;
            /** @description All watched folders. */
            folders: components["schemas"]["WatchedFolder"][];
            /**
             * Format: int64
             * @description Counts the changes of the index; it only grows.
             */
            generation: number;
            /** @description Up to ten of the files being read now. */
            indexing: string[];
            /** @description Whether finding by meaning is held back by a person; words are found all the same. */
            paused: boolean;
            /**
             * Format: int64
             * @description Files waiting to be read or being read.
             */
            pending: number;
            reading?: components["schemas"]["Pace"] | null;
            /**
             * Format: int64
             * @description Those of them whose pictures of text wait to be recognised; they wait for no other file, and no
             *     other file for them.
             */
            recognising: number;
            /**
             * Format: int64
             * @description Files and folders that are left out on purpose: hidden, temporary, of another kind, ignored
             *     by a rule, links to the outside.
             */
            skipped: number;
        };
        /** @description One label as it should be. */
        LabelDraft: {
            /** @description What it means, in a sentence; may be empty. */
            description: string;
            /** @description Messages that have it. */
            examples: string[];
            /** @description Its name. */
            name: string;
            /** @description Its name in the file, for one that is there already. */
            was?: string | null;
        };
        /**
         * @description Which label of a message.
         * @enum {string}
         */
        LabelKind: "intent" | "category" | "sentiment" | "own_intent" | "own_category";
        /** @description The labels that a message can have, of every kind. */
        LabelNames: {
            /** @description The built-in categories. */
            category: string[];
            /** @description The built-in intents. */
            intent: string[];
            /** @description The team's own categories, likewise. */
            own_category: string[];
            /** @description The team's own intents, as far as they are learnt; empty where it has none. */
            own_intent: string[];
            /** @description The built-in sentiments. */
            sentiment: string[];
        };
        /** @description How well a label is told from the others: each example is read by what is learnt without it. */
        LabelState: {
            /**
             * Format: float
             * @description The share of them that was given the label.
             */
            accuracy: number;
            /**
             * Format: float
             * @description The mean probability of the label for them.
             */
            confidence: number;
            /** @description The labels that they were given instead, the most frequent first. */
            confused: components["schemas"]["ConfusedLabel"][];
            /** @description How many examples were read so; none tell nothing. */
            measured: number;
        };
        /** @description A label and how sure the classifier is of it. */
        Labelled_Category: {
            /**
             * Format: float
             * @description Its calibrated probability, 0 to 1.
             */
            confidence: number;
            /**
             * @description Which part of the business the message is about.
             * @enum {string}
             */
            label: "technical" | "billing" | "account" | "orders" | "general";
            /** @description The confidence is below the classifier's floor: more doubt than an agent should build on. */
            unsure?: boolean;
        };
        /** @description A label and how sure the classifier is of it. */
        Labelled_Intent: {
            /**
             * Format: float
             * @description Its calibrated probability, 0 to 1.
             */
            confidence: number;
            /**
             * @description What the customer wants from the message.
             * @enum {string}
             */
            label: "question" | "problem" | "action" | "feedback" | "escalate";
            /** @description The confidence is below the classifier's floor: more doubt than an agent should build on. */
            unsure?: boolean;
        };
        /** @description A label and how sure the classifier is of it. */
        Labelled_Sentiment: {
            /**
             * Format: float
             * @description Its calibrated probability, 0 to 1.
             */
            confidence: number;
            /**
             * @description How the customer feels.
             * @enum {string}
             */
            label: "positive" | "neutral" | "negative" | "angry";
            /** @description The confidence is below the classifier's floor: more doubt than an agent should build on. */
            unsure?: boolean;
        };
        /** @description A label and how sure the classifier is of it. */
        Labelled_Urgency: {
            /**
             * Format: float
             * @description Its calibrated probability, 0 to 1.
             */
            confidence: number;
            /**
             * @description How soon a message must be dealt with.
             * @enum {string}
             */
            label: "none" | "ordinary" | "soon" | "now";
            /** @description The confidence is below the classifier's floor: more doubt than an agent should build on. */
            unsure?: boolean;
        };
        /** @description The language of a message. */
        Language: {
            /** @description Its code of two letters (ISO 639-1), such as `de`. */
            code: string;
            /**
             * @description Whether the encoder in use reads it. If not, documents are searched by words alone, and
             *     suggestions may be poor.
             */
            understood: boolean;
        };
        /** @description Whether a language model can be asked. */
        LanguageModelState: {
            /** @enum {string} */
            state: "off";
        } | {
            /**
             * Format: int64
             * @description The most tokens of a month; none where there is no limit.
             */
            budget?: number | null;
            /** @description The model's name. */
            name: string;
            /** @enum {string} */
            state: "ready";
            /**
             * Format: int64
             * @description Tokens that were used in this month.
             */
            used: number;
        } | {
            /** @description The model's name. */
            name: string;
            /**
             * Format: int64
             * @description For how many seconds still.
             */
            seconds: number;
            /** @enum {string} */
            state: "resting";
        } | {
            /**
             * Format: int64
             * @description The most tokens of a month.
             */
            budget: number;
            /** @description The model's name. */
            name: string;
            /** @enum {string} */
            state: "spent";
            /**
             * Format: int64
             * @description Tokens that were used in this month.
             */
            used: number;
        } | {
            /** @description What is wrong, and where. */
            reason: string;
            /** @enum {string} */
            state: "broken";
        };
        /**
         * @description One entry with everything that its hash is made of, for checking it elsewhere. The format is
         *     described in docs/ledger.md.
         */
        LedgerLine: {
            /** @description When it was written. */
            at: components["schemas"]["Timestamp"];
            conversation?: components["schemas"]["ConversationId"] | null;
            /** @description The hash of what it said, in hexadecimal, where that was erased; `salt` and `fact` are empty then. */
            erased?: string | null;
            /** @description What happened: the very bytes that were hashed, which are JSON. */
            fact: string;
            /** @description Its own hash, in hexadecimal. */
            hash: string;
            /**
             * Format: int32
             * @description Its kind, as the number that is hashed.
             */
            kind: number;
            /** @description What happened, as JSON whose texts are masked: for people to read, and in no hash. */
            masked?: string | null;
            /** @description The hash of the entry before it, in hexadecimal. */
            previous: string;
            /** @description The random bytes before its fact, in hexadecimal. */
            salt: string;
            /**
             * Format: int64
             * @description Its place, from 1, without gaps.
             */
            sequence: number;
            /**
             * @description The hash of what it says, in hexadecimal, where that is told masked; `salt` and `fact` are empty
             *     then.
             */
            withheld?: string | null;
        };
        /** @description Entries in their order. */
        LedgerPage: {
            /** @description The entries after the one asked for. */
            lines: components["schemas"]["LedgerLine"][];
        };
        /** @description The first entry that is not as it was written. */
        LedgerProblem: {
            /** @description What is wrong with it, as a sentence. */
            reason: string;
            /**
             * Format: int64
             * @description The place of the entry that is changed, missing, out of order or too many.
             */
            sequence: number;
        };
        /** @description That the ledger had reached an entry, said by who holds the key. */
        LedgerSignature: {
            /** @description When it was signed. */
            at: components["schemas"]["Timestamp"];
            /** @description The public key, in hexadecimal. */
            key: string;
            /**
             * Format: int64
             * @description The entry that was the last one then.
             */
            sequence: number;
        };
        /** @description What a walk over the whole ledger found. */
        LedgerState: {
            fault?: components["schemas"]["LedgerProblem"] | null;
            /** @description The hash of the last sound entry, in hexadecimal; zeros where there is none. */
            head: string;
            signed?: components["schemas"]["LedgerSignature"] | null;
            /**
             * Format: int64
             * @description How many entries are sound, counted from the first.
             */
            sound: number;
        };
        /** @description A draft while a language model writes it: unchecked, to be looked at and not to be used. */
        LiveDraft: {
            /** @description The conversation. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description The customer's message that it answers. */
            message_id: components["schemas"]["MessageId"];
            /** @description The model's name. */
            model: string;
            /** @description All of the text so far; empty before the first token. Plain text. */
            text: string;
        };
        /** @description A text that the team keeps for messages of a kind. */
        Macro: {
            /** @description The category of the messages that it answers; any where there is none. */
            category?: string | null;
            /** @description Words that such messages hold. */
            keywords?: string[];
            /** @description What the team calls it. */
            name: string;
            /** @description The reply; `{customer_name}`, `{order_number}`, `{invoice_number}` and `{team}` stand for what is known. */
            text: string;
            /** @description It is not suggested where the conversation names one of these: it asks for it. */
            unless?: components["schemas"]["SlotKind"][];
        };
        /** @description Every macro. */
        MacroList: {
            /** @description In the order of their file. */
            macros: components["schemas"]["Macro"][];
            /** @description What `{team}` stands for in them; none where the team has no name. */
            team?: string | null;
        };
        /** @description A token that was made just now. No `Debug`: the token is told this once, and shown nowhere else. */
        MadeApiToken: {
            /** @description As it is listed from now on. */
            listed: components["schemas"]["ApiToken"];
            /** @description Goes with each request, as `Authorization: Bearer …`. It is kept nowhere. */
            token: string;
        };
        /**
         * @description A document that seems to give orders to a language model. It is found and cited like any other, and
         *     held back from language models until somebody has looked at it and allowed it.
         */
        MarkedDocument: {
            /** @description Somebody has allowed it as it reads now; a change of its text takes that back. */
            allowed: boolean;
            /** @description The document. */
            document: string;
            /** @description Why it is marked. */
            suspicion: components["schemas"]["Suspicion"];
        };
        /** @description One message, as stored. */
        Message: {
            /** @description When it arrived. */
            at: components["schemas"]["Timestamp"];
            /** @description The files that came with it. */
            attachments?: components["schemas"]["Attachment"][];
            /** @description Who wrote it. */
            author: components["schemas"]["Author"];
            by?: components["schemas"]["Actor"] | null;
            /** @description The conversation that it belongs to. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description Its id. */
            id: components["schemas"]["MessageId"];
            suggestion_id?: components["schemas"]["SuggestionId"] | null;
            /** @description What was written: plain text, never markup. Empty only where files came with it. */
            text: string;
        };
        /**
         * @description A message with files, as a form. Its fields are those of the same request in JSON; each part with a file
         *     name is a file: 5 at most, each of 10 MB at most, 20 MB together.
         */
        MessageForm: {
            /** @description In a session: names the message, so that one that is sent again is stored and answered once. */
            client_id?: string | null;
            /** @description At the desk: the customer's name or id, of a new conversation. */
            customer?: string | null;
            /** @description The files. */
            file: string[];
            /** @description In a session: what is written, up to 20,000 characters; empty where the files say it. */
            message?: string | null;
            /** @description At the desk: the suggestion that a reply began as. */
            suggestion_id?: string | null;
            /** @description At the desk: what is written, up to 20,000 characters; empty where the files say it. */
            text?: string | null;
        };
        /** @description Names one message. */
        MessageId: string;
        /** @description A search at the desk that found nothing. */
        MissedSearch: {
            conversation?: components["schemas"]["ConversationId"] | null;
            /** @description What was searched for. */
            query: string;
        };
        /** @description What became of a [`MissedSearch`]. */
        MissedSearchKept: {
            /** @description It is kept as a gap; not where a document does answer, or there is hardly a word in it. */
            kept: boolean;
        };
        /** @description A change of the settings. */
        ModelChange: {
            /**
             * @description The key to the model's host from now on, kept in the system's keyring; an empty one is forgotten,
             *     an absent one stays.
             */
            key?: string | null;
            /** @description All of the settings from now on. */
            settings: components["schemas"]["ModelSettings"];
        };
        /** @description A call to a language model, as the advice tells of it. */
        ModelNote: {
            /**
             * Format: int64
             * @description Tokens of the answer.
             */
            answer_tokens: number;
            /**
             * Format: double
             * @description From the request to the end of the answer.
             */
            milliseconds: number;
            /** @description The model's name. */
            name: string;
            /** @description What came of it. */
            outcome: components["schemas"]["ModelOutcome"];
            /**
             * Format: int64
             * @description Tokens of the prompt, 0 where the server sent nothing.
             */
            prompt_tokens: number;
            /** @description Why there is no suggestion, as a sentence without its full stop; empty where there is one. */
            reason: string;
        };
        /**
         * @description What came of asking a language model for a draft.
         * @enum {string}
         */
        ModelOutcome: "suggested" | "rejected" | "failed" | "stopped";
        /** @description The section `[model]`. Nothing is asked before both `base_url` and `name` are set. */
        ModelSettings: {
            /**
             * @description Of an OpenAI-compatible server, such as `https://api.openai.com/v1`; empty for none.
             * @default
             */
            base_url: string;
            /**
             * Format: double
             * @description Within how many seconds the first token has to come.
             * @default 8
             */
            first_token_seconds: number;
            /**
             * Format: int32
             * @description The most tokens of a draft.
             * @default 400
             */
            max_tokens: number;
            /**
             * Format: int64
             * @description The most tokens of a calendar month (UTC), prompts and drafts together; none for no limit.
             * @default null
             */
            monthly_tokens: number | null;
            /**
             * @description The model's name there.
             * @default
             */
            name: string;
            /**
             * @description What it may be asked for.
             * @default [
             *       "drafts",
             *       "rewriting",
             *       "summaries"
             *     ]
             */
            tasks: components["schemas"]["ModelTask"][];
            /**
             * Format: double
             * @description Within how many seconds the whole draft has to be there.
             * @default 40
             */
            whole_seconds: number;
        };
        /** @description Whether meaning can be searched, or words alone. */
        ModelState: {
            /** @description The arithmetic it runs on, such as `int8 avx512-vnni`. */
            kernel: string;
            /** @description Its name. */
            name: string;
            /** @enum {string} */
            state: "ready";
        } | {
            /** @description What is wrong with which file, and the command that mends it. */
            reason: string;
            /** @enum {string} */
            state: "missing";
        };
        /**
         * @description Something that a language model may be asked for.
         * @enum {string}
         */
        ModelTask: "drafts" | "rewriting" | "summaries" | "classification";
        /** @description A test of the connection. */
        ModelTest: {
            /** @description What was seen, or exactly what is wrong, as a sentence without its full stop. */
            detail: string;
            /**
             * Format: double
             * @description Until the first token, in milliseconds; 0 where none came.
             */
            first_token_ms: number;
            /**
             * Format: int64
             * @description Tokens that it took.
             */
            tokens: number;
            /**
             * Format: double
             * @description Until the last one.
             */
            whole_ms: number;
            /** @description The model answered. */
            works: boolean;
        };
        /** @description The language model as it is set. The key itself is never told. */
        ModelView: {
            /**
             * Format: int64
             * @description How many calls they were.
             */
            calls: number;
            /** @description Where the key stands. */
            key: components["schemas"]["KeyPlace"];
            /** @description What is set. */
            settings: components["schemas"]["ModelSettings"];
            /** @description How it does. */
            state: components["schemas"]["LanguageModelState"];
            /**
             * Format: int64
             * @description Tokens of this calendar month (UTC), prompts and answers together.
             */
            used: number;
        };
        /** @description The mood of a conversation over the customer's messages. */
        Mood: {
            /** @description The newest analysed messages of the customer, oldest first. */
            points: components["schemas"]["MoodPoint"][];
            /** @description Where it goes. */
            trend: components["schemas"]["Trend"];
        };
        /** @description A piece of a message and what it adds to the mood. */
        MoodPiece: {
            /**
             * Format: float
             * @description From -1 (it is what makes the message sound unhappy) to 1 (pleased), as a share of the strongest
             *     piece; 0 where it adds nothing worth naming.
             */
            pull: number;
            /** @description The piece, blanks included: all pieces one after another are the message. */
            text: string;
        };
        /** @description How the customer felt in one message. */
        MoodPoint: {
            /** @description When it arrived. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: float
             * @description How sure that is, 0 to 1.
             */
            confidence: number;
            /** @description The customer's message. */
            message_id: components["schemas"]["MessageId"];
            /** @description It says both that something is good and that something is bad. */
            mixed?: boolean;
            /** @description What was read in it. */
            sentiment: components["schemas"]["Sentiment"];
        };
        /** @description Which words of a message carry its mood. */
        MoodWords: {
            /** @description The message. */
            message_id: components["schemas"]["MessageId"];
            /** @description The message, piece by piece. */
            pieces: components["schemas"]["MoodPiece"][];
            /** @description What the rules saw beside the model, such as `capitals` or `!!`. */
            signs: string[];
        };
        /**
         * @description The shape of a mouth, as the widget's face has them.
         * @enum {string}
         */
        Mouth: "rest" | "closed" | "small" | "teeth" | "round" | "wide" | "open";
        /** @description A document that says the same as another one, or nearly. */
        NearDocument: {
            /** @description The document of the file that is listed. */
            document: string;
            /** @description Numbers that differ though the words around them are the same; five at most. */
            numbers: components["schemas"]["NumberDifference"][];
            /** @description The one that is near it. */
            other: string;
            /**
             * Format: int32
             * @description How much of both is the same, numbers aside, in percent.
             */
            percent: number;
            /** @description Whether every word and every number is the same. */
            same: boolean;
        };
        /** @description A server on this machine that was found. */
        NearbyModel: {
            /** @description For the settings. */
            base_url: string;
            /** @description The models that it lists. */
            models: string[];
            /** @description What usually listens on its port. */
            usually: string;
        };
        /** @description Servers on this machine. */
        NearbyModels: {
            /** @description Those that answered. */
            found: components["schemas"]["NearbyModel"][];
        };
        /** @description A document that is too far away to answer. */
        Nearest: {
            /** @description Its path, as in a citation. */
            document: string;
            /**
             * Format: float
             * @description How likely it answers, 0 to 1.
             */
            score: number;
            /** @description Its title. */
            title: string;
        };
        /** @description A token to be made. */
        NewApiToken: {
            /**
             * Format: int32
             * @description For how many days it holds, 1 to 3,650; until it is revoked where absent.
             */
            days?: number | null;
            /** @description What the ledger is to call the program, 1 to 100 characters; no other token is called so. */
            name: string;
            /** @description What the program may do: `agent` or `supervisor`. */
            role: components["schemas"]["Role"];
        };
        /** @description A key to be made. */
        NewChatKey: {
            /** @description The sites whose pages may use it, such as `https://shop.example`; at least one. */
            origins: string[];
        };
        /** @description What a customer wrote, pasted by an agent. */
        NewConversation: {
            /** @description The customer's name or id, if known. */
            customer?: string | null;
            /** @description What the customer wrote. */
            text: string;
        };
        /** @description A fact that is to be kept. */
        NewFact: {
            /** @description What sort of thing it is. */
            kind?: components["schemas"]["FactKind"];
            message_id?: components["schemas"]["MessageId"] | null;
            /** @description Whatever else another program wants to find it by. */
            metadata?: {
                [key: string]: string;
            };
            /** @description Who told it; a message where one is named. */
            source?: components["schemas"]["FactSource"];
            /** @description What is so, 1 to 1,000 characters. */
            text: string;
        };
        /** @description The label that a message should have. */
        NewLabel: {
            /** @description One of the built-in labels of the kind, or of the team's own. */
            label: string;
        };
        /** @description Who answers a chat from now on. */
        NewLead: {
            /** @description A person; else the assistant. */
            person: boolean;
        };
        /** @description The customer's next message, pasted by an agent. */
        NewMessage: {
            /** @description What the customer wrote. */
            text: string;
        };
        /** @description A review as a supervisor writes it. */
        NewReview: {
            /** @description Who answered the customer, as far as the reviewer knows; who replied last where none is named. */
            agent?: string | null;
            /** @description What to tell that person; at most 2,000 characters. */
            comment?: string | null;
            /** @description Each criterion of the checklist, once. */
            marks: components["schemas"]["ReviewedCriterion"][];
        };
        /** @description Who wants to chat. */
        NewSession: {
            /**
             * @description The language of the customer's page, as its tag such as `de-AT`. Aside's own sentences are in it, in
             *     English or German, until the customer's words tell another one.
             */
            language?: string | null;
            /**
             * @description The HMAC-SHA256 of `user_id` under the secret that the site shares with Aside, in hexadecimal; wanted
             *     where `chat.signed_users` is set.
             */
            user_hash?: string | null;
            /** @description The customer's name or id, 1 to 200 characters. */
            user_id: string;
        };
        /** @description The status that a conversation should have. */
        NewStatus: {
            /** @description `escalated` hands it to a supervisor. */
            status: components["schemas"]["ConversationStatus"];
        };
        /** @description How a conversation is handed over. */
        NewTicket: {
            /**
             * @description What the supervisor should know beside it.
             * @default null
             */
            note: string | null;
            /**
             * @description Who should have it; without one, whom the team's file names for the category.
             * @default null
             */
            owner: string | null;
        };
        /** @description Somebody to be added. No `Debug`: a password is shown nowhere. */
        NewUser: {
            /** @description What the user signs in with, 1 to 100 characters. */
            name: string;
            /** @description At least 10 characters. */
            password: string;
            /** @description What the user may do. */
            role: components["schemas"]["Role"];
        };
        /** @description A webhook that is to be made. */
        NewWebhook: {
            /** @description What of; where absent, of everything. */
            events?: components["schemas"]["WebhookEvent"][] | null;
            /** @description The address may be of this machine or of a private network, and plain HTTP. */
            private?: boolean;
            /** @description Where to, such as `https://example.org/aside`. */
            url: string;
        };
        /** @description A number that two documents give differently in the same place, with the words beside it. */
        NumberDifference: {
            /** @description As the listed file's document has it, such as `within 30 days`. */
            here: string;
            /** @description As the other one has it. */
            there: string;
        };
        /** @description What the customer asked and nobody answered. */
        OpenQuestion: {
            /** @description The message that asks it. */
            message_id: components["schemas"]["MessageId"];
            /** @description The question, in the customer's words. */
            text: string;
        };
        /** @description A session that was opened. */
        OpenedSession: {
            /** @description The greeting. */
            message: string;
            /** @description Its token: whoever has it writes in the session and reads it. Keep it like a password. */
            session_id: string;
            /** @description Whether Aside reads its messages aloud where a browser cannot. */
            speech?: boolean;
            /** @description Its conversation, which begins with the first message. */
            thread_id: components["schemas"]["ConversationId"];
            /** @description Whether to send what the customer is writing before it is sent: then the page has to say so. */
            typing_previews: boolean;
        };
        /**
         * @description What an order to a language model does.
         * @enum {string}
         */
        OrderKind: "drops_instructions" | "asks_for_instructions" | "role_without_rules" | "imitates_marks" | "speaks_to_model" | "invisible_letters" | "reads_like_order";
        /** @description What a text shows to be an order to a language model by. As text it is English. */
        OrderSign: {
            /** @description The document does not show these words. */
            hidden?: boolean;
            /** @description What it does. */
            kind: components["schemas"]["OrderKind"];
            /** @description The words. */
            words: string;
        };
        /**
         * @description What one of a team's own labels is about.
         * @enum {string}
         */
        OwnKind: "intent" | "category";
        /** @description One of a team's own labels, as `.aside/taxonomy.toml` in the knowledge folder names it. */
        OwnLabel: {
            /**
             * Format: float
             * @description Its calibrated probability among the labels, 0 to 1.
             */
            confidence: number;
            /** @description Whether the message is like any of the labels' examples at all. */
            in_scope: boolean;
            /** @description What it is about. */
            kind: components["schemas"]["OwnKind"];
            /** @description The label's name. */
            name: string;
            /** @description It is out of scope, or rather wrong than right. */
            unsure?: boolean;
        };
        /** @description How fast something goes on, over the last seconds, and how long it still takes. */
        Pace: {
            /**
             * Format: float
             * @description How many are done in a second.
             */
            per_second: number;
            /**
             * Format: int64
             * @description Seconds until all are done at this pace.
             */
            seconds_left: number;
        };
        /** @description A chunk of a document, found by search. */
        Passage: {
            /** @description The document's category as its front matter or first folder says, lower-case; empty where neither does. */
            category: string;
            /** @description The chunk's id, stable while the passage stands unchanged in its document. */
            chunk: string;
            /** @description Path of the document relative to the knowledge folder, with `/`; `path#id` for one article of a collection. */
            document: string;
            /** @description Other documents that say the same, word for word or nearly. */
            duplicates: string[];
            /**
             * Format: int32
             * @description Page, from 1, where the format has pages.
             */
            page?: number | null;
            /**
             * Format: float
             * @description How likely the passage answers the query, 0 to 1.
             */
            score: number;
            /** @description Headings above the passage, outermost first, joined by ` > `. */
            section: string;
            /**
             * @description Its document seems to give orders to a language model: none is handed the passage until somebody
             *     has allowed the document.
             */
            suspicious?: boolean;
            /** @description The document's tags. */
            tags: string[];
            /** @description The passage as Markdown. */
            text: string;
            /** @description The document's title. */
            title: string;
            /** @description When the document was last changed, as it says itself, else as its file does. */
            updated: components["schemas"]["Timestamp"];
            /** @description Who may be shown it. */
            visibility: components["schemas"]["Visibility"];
        };
        /** @description Another password for whoever is signed in. */
        PasswordChange: {
            /** @description The one from now on, at least 10 characters. */
            new_password: string;
            /** @description The one of before. */
            old_password: string;
        };
        /**
         * @description A kind of personal data or secret.
         * @enum {string}
         */
        PersonalKind: "email" | "phone" | "card" | "iban" | "ip" | "mac" | "url" | "credentials" | "secret" | "ssn" | "national_id" | "passport" | "licence" | "birth_date" | "age" | "account" | "reference" | "person" | "address" | "location" | "organization";
        /** @description Personal data or a secret in a message. */
        PersonalSpan: {
            /**
             * Format: int32
             * @description Where it ends, in characters of the message.
             */
            end: number;
            /** @description What it is. */
            kind: components["schemas"]["PersonalKind"];
            /** @description The message that it stands in. */
            message_id: components["schemas"]["MessageId"];
            /**
             * @description Whoever reads it can misuse it as it stands: a card, a bank account, a password, the number of an
             *     identity document.
             */
            secret: boolean;
            /**
             * Format: int32
             * @description Where it begins, in characters of the message.
             */
            start: number;
        };
        /** @description One addend of the priority, for "angry +3, asked twice +2". */
        PriorityPoint: {
            grounds?: components["schemas"]["PriorityReason"] | null;
            /**
             * Format: int32
             * @description How much it adds.
             */
            points: number;
            /** @description Why, in a few words. */
            reason: string;
        };
        /** @description Why a point of the priority is given. */
        PriorityReason: {
            /** @enum {string} */
            why: "every_message";
        } | {
            /** @enum {string} */
            why: "negative";
        } | {
            /** @enum {string} */
            why: "angry";
        } | {
            /** @description How often, this time included. */
            times: number;
            /** @enum {string} */
            why: "asked";
        } | {
            /** @enum {string} */
            why: "vip";
        } | {
            /** @enum {string} */
            why: "damages";
        } | {
            /** @enum {string} */
            why: "self_harm";
        } | {
            /** @enum {string} */
            why: "threat";
        } | {
            /** @enum {string} */
            why: "danger";
        } | {
            /** @enum {string} */
            why: "presses";
            /** @description The customer's words. */
            words: string;
        } | {
            /** @enum {string} */
            why: "urgent";
        } | {
            /** @enum {string} */
            why: "soon_due";
        } | {
            /**
             * Format: int64
             * @description For how many minutes.
             */
            minutes: number;
            /**
             * Format: int64
             * @description Within how many minutes an answer was promised.
             */
            target_minutes: number;
            /** @enum {string} */
            why: "waiting";
        } | {
            /**
             * Format: int32
             * @description The most.
             */
            highest: number;
            /**
             * Format: int32
             * @description The least.
             */
            lowest: number;
            /** @enum {string} */
            why: "held";
        };
        /** @description What the team knows of a customer. */
        Profile: {
            /**
             * @description The language that the customer prefers, as a code such as `de`.
             * @default null
             */
            language: string | null;
            /**
             * @description How the customer is called, where that is not the id.
             * @default null
             */
            name: string | null;
            /**
             * @description What the customer prefers, each in a few words.
             * @default []
             */
            preferences: string[];
        };
        /** @description Exactly what a language model would be sent about a conversation's newest customer message. */
        PromptView: {
            /** @description Documents whose passages are held back, because they seem to give orders to a language model. */
            held_back: string[];
            /** @description Whether the template is the team's own. */
            own: boolean;
            /** @description The role and the rules. */
            system: string;
            /** @description The template that it is made of, such as `billing`. */
            template: string;
            /**
             * Format: int64
             * @description About how many tokens both have.
             */
            tokens: number;
            /** @description The conversation and the passages, masked. */
            user: string;
        };
        /** @description Where other machines are answered. */
        PublicReach: {
            /** @description What is listened on, such as `0.0.0.0:8443`. */
            address: string;
            /** @description The SHA-256 of the certificate; none where a reverse proxy has the TLS. */
            fingerprint?: string | null;
            /** @description The host names that it is reached under. */
            names: string[];
        };
        /** @description What came back. */
        QueryAnswer: {
            /** @description The names of the columns, as asked for. */
            columns: string[];
            /** @description There were more rows than are given out. */
            cut: boolean;
            /**
             * Format: double
             * @description How long it took, in milliseconds.
             */
            elapsed_ms: number;
            /** @description The rows, each with a value for every column. */
            rows: components["schemas"]["QueryValue"][][];
            /**
             * Format: int32
             * @description How many texts were longer than is given out, and end in `…`.
             */
            shortened: number;
        };
        /** @description Everything that can be asked. */
        QueryCatalog: {
            /** @description Questions to begin with. */
            examples: components["schemas"]["QueryExample"][];
            /** @description The tables. */
            tables: components["schemas"]["QueryTable"][];
        };
        /** @description A column of a table. */
        QueryColumn: {
            /** @description What it means. */
            about: string;
            /** @description What it holds. */
            kind: components["schemas"]["QueryKind"];
            /** @description Its name. */
            name: string;
        };
        /** @description A question that shows what can be asked. */
        QueryExample: {
            /** @description The question in SQL. */
            sql: string;
            /** @description What it asks, in words. */
            title: string;
        };
        /**
         * @description What a column of a table holds.
         * @enum {string}
         */
        QueryKind: "text" | "integer" | "real" | "boolean" | "time";
        /** @description How an answer came about. */
        QueryMetadata: {
            /** @description Who answers. */
            answered_by: components["schemas"]["AnsweredBy"];
            /** @description Escalation to a supervisor is recommended. */
            escalated: boolean;
            /** @description Why, in a sentence; none where it is not. */
            escalation_reason?: string | null;
            /** @description The passages that were found, best first. */
            kb_results: components["schemas"]["KnowledgeResult"][];
            /**
             * Format: double
             * @description Seconds from the message to the answer.
             */
            processing_time: number;
        };
        /** @description What an integration gets back for a customer's question. */
        QueryReply: {
            /** @description What the message is about. */
            category: components["schemas"]["Category"];
            /** @description The conversation, which goes on with the customer's next message. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description How it came about. */
            metadata: components["schemas"]["QueryMetadata"];
            /**
             * Format: int32
             * @description How urgent it is.
             */
            priority: number;
            /** @description What the customer reads. Plain text. */
            response: string;
            /** @description How the customer feels. */
            sentiment: components["schemas"]["Sentiment"];
            /** @description When the answer was there. */
            timestamp: components["schemas"]["Timestamp"];
        };
        /** @description A question in SQL. */
        QueryRequest: {
            /** @description The values of its parameters: `name` for `:name`, `1` for the first `?`. */
            params?: {
                [key: string]: components["schemas"]["QueryValue"];
            };
            /** @description One `SELECT`, with or without `WITH`. */
            sql: string;
        };
        /** @description A table that can be asked. */
        QueryTable: {
            /** @description What a row of it is. */
            about: string;
            /** @description Its columns, in order. */
            columns: components["schemas"]["QueryColumn"][];
            /** @description `semantic_match` can be asked of its rows. */
            matchable: boolean;
            /** @description Its name. */
            name: string;
        };
        /** @description One value of a row, or of a parameter. */
        QueryValue: null | boolean | number | string;
        /** @description How content a customer was. */
        Rating: {
            /** @description What they say about it, up to 2,000 characters. */
            comment?: string | null;
            /**
             * Format: int32
             * @description From 1, the worst, to 5.
             */
            rating: number;
        };
        /** @description Where Aside answers, and who may hold its chat. */
        Reach: {
            /** @description What the settings say of the chat. */
            chat: components["schemas"]["ChatSettings"];
            /** @description The file with these settings. */
            file: string;
            /** @description Where the secret stands that sites sign their customers' names with. It is never told. */
            identity: components["schemas"]["KeyPlace"];
            /** @description The address on this machine, such as `127.0.0.1:4817`; none where only the window asks. */
            loopback?: string | null;
            public?: components["schemas"]["PublicReach"] | null;
        };
        /** @description What a conversation is about, in a few sentences. */
        Recap: {
            /** @description Who wrote it. */
            by: components["schemas"]["WrittenBy"];
            /** @description Why the language model that is set did not write it; none where it did, or none is set for it. */
            reason?: string | null;
            /** @description Its sentences, in order. */
            sentences: components["schemas"]["RecapSentence"][];
            /** @description All of it. */
            text: string;
        };
        /** @description A sentence about a conversation. */
        RecapSentence: {
            /** @description The message that it comes from. */
            message: components["schemas"]["MessageId"];
            /** @description The sentence. */
            text: string;
        };
        /** @description A part of a text. */
        RedactedPiece: {
            /** @description What it is, such as `email`; none where it stays. */
            kind?: string | null;
            /** @description The mask in its place, such as `[EMAIL_1]`; none where it stays. */
            mask?: string | null;
            /** @description As it was written. */
            text: string;
        };
        /** @description A text to be looked through. */
        RedactionRequest: {
            /** @description What the file of the team's patterns would say; as it stands where absent. */
            patterns?: string | null;
            /** @description What a customer might write. */
            text: string;
        };
        /** @description What was found in a text. Nothing of it is kept. */
        RedactionTrial: {
            /** @description What would leave the program: a language model, a webhook or a log gets this. */
            masked: string;
            /** @description The whole text in its order, cut where something was found. */
            pieces: components["schemas"]["RedactedPiece"][];
        };
        /** @description A refresh token. */
        RefreshToken: {
            /** @description As signing in, or the last refresh, gave it. */
            refresh_token: string;
        };
        /** @description Something that is remembered of the customer and has to do with a message. */
        Remembered: {
            /** @description When it was kept or corrected last. */
            at: components["schemas"]["Timestamp"];
            conversation_id?: components["schemas"]["ConversationId"] | null;
            /** @description The fact. */
            fact: components["schemas"]["FactId"];
            /** @description What sort of thing it is. */
            kind: components["schemas"]["FactKind"];
            /**
             * Format: float
             * @description How near its meaning is to that of the message (a cosine).
             */
            similarity: number;
            /** @description Who told it. */
            source: components["schemas"]["FactSource"];
            /** @description What is so. Not stored with the advice: it is read where the fact stands. */
            text?: string;
        };
        /** @description A conversation, step by step. */
        Replay: {
            /** @description Oldest first. */
            steps: components["schemas"]["ReplayStep"][];
        };
        /** @description What is delivered again. */
        ReplayRequest: {
            /** @default null */
            delivery: components["schemas"]["DeliveryId"] | null;
        };
        /** @description One step of a conversation, in plain words. */
        ReplayStep: {
            actor?: components["schemas"]["Actor"] | null;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description How it came about, a line each. */
            details: string[];
            /**
             * Format: int64
             * @description The entry's place in the ledger.
             */
            sequence: number;
            /** @description What happened, as a sentence. */
            what: string;
        };
        /** @description How many deliveries wait again. */
        Replayed: {
            /**
             * Format: int64
             * @description So many.
             */
            replayed: number;
        };
        /** @description A conversation in which the rules that are tried say something else. */
        ReplayedConversation: {
            /** @description When it was sent. */
            at: components["schemas"]["Timestamp"];
            /** @description Its customer. */
            customer: string;
            /** @description The conversation. */
            id: components["schemas"]["ConversationId"];
            /** @description The message that decides. */
            message: components["schemas"]["MessageId"];
            /**
             * @description Whether handing over is advised by the rules that hold now; by those that are tried it is the other
             *     way round.
             */
            now: boolean;
            /** @description The rules that speak by those that are tried, strongest first. */
            rules: string[];
            /**
             * Format: float
             * @description The message's score by the rules that hold now.
             */
            score_now: number;
            /**
             * Format: float
             * @description The message's score by those that are tried.
             */
            score_then: number;
            /** @description What it says, cut to 240 characters. */
            text: string;
        };
        /** @description What is read again. */
        Retry: {
            /** @description A file's path relative to the knowledge folder; where not named, all that could not be read. */
            path?: string | null;
        };
        /** @description A review. */
        Review: {
            /** @description Who answered the customer, as far as the reviewer knew. */
            agent?: string | null;
            /** @description When it was written. */
            at: components["schemas"]["Timestamp"];
            category?: components["schemas"]["Category"] | null;
            /** @description What to tell the agent. */
            comment?: string | null;
            /** @description The conversation; it has one review, which a later one replaces. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Each criterion with its mark. */
            marks: components["schemas"]["ReviewedCriterion"][];
            /** @description Who reviewed; none for the machine's owner. */
            reviewer?: string | null;
            /**
             * Format: int32
             * @description The weighted share of what was met, 0 to 100; none where nothing was applicable.
             */
            score?: number | null;
        };
        /** @description The mean score of several reviews. */
        ReviewAverage: {
            /** @description The agent or the criterion; none for reviews that name no agent. */
            name?: string | null;
            /**
             * Format: int32
             * @description How many reviews.
             */
            reviews: number;
            /**
             * Format: float
             * @description Their mean score, 0 to 100; none where nothing was applicable.
             */
            score?: number | null;
        };
        /** @description Reviews, and what they come to. */
        ReviewList: {
            /** @description By agent, the lowest score first. */
            agents: components["schemas"]["ReviewAverage"][];
            /** @description By criterion, in the order of the checklist. */
            criteria: components["schemas"]["ReviewAverage"][];
            /** @description The newest first. */
            reviews: components["schemas"]["Review"][];
            /**
             * Format: float
             * @description The mean of all scores, 0 to 100.
             */
            score?: number | null;
        };
        /**
         * @description How a conversation does by one criterion.
         * @enum {string}
         */
        ReviewMark: "met" | "partly" | "missed" | "not_applicable";
        /** @description Conversations drawn at random. */
        ReviewSample: {
            /** @description In the order in which they were drawn. */
            conversations: components["schemas"]["SampledConversation"][];
            /**
             * Format: int32
             * @description How many there were to draw from.
             */
            from: number;
            /**
             * Format: int32
             * @description What they were drawn with: the same number draws the same again.
             */
            seed: number;
        };
        /** @description A criterion with its mark. */
        ReviewedCriterion: {
            /** @description The criterion's name. */
            criterion: string;
            /** @description How the conversation does by it. */
            mark: components["schemas"]["ReviewMark"];
        };
        /** @description A text that an agent wants rewritten. */
        Rewrite: {
            /** @description In which way. */
            how: components["schemas"]["RewriteHow"];
            /** @description Into which language, by its name or code; needed for [`RewriteHow::Translate`] alone. */
            language?: string | null;
            /** @description The text. */
            text: string;
        };
        /**
         * @description In which way a text is rewritten.
         * @enum {string}
         */
        RewriteHow: "shorten" | "friendlier" | "formal" | "simpler" | "translate" | "spelling";
        /** @description A text after it was rewritten. */
        Rewritten: {
            /** @description Who rewrote it. */
            by: components["schemas"]["WrittenBy"];
            /** @description The passages that carry them. */
            citations: components["schemas"]["Citation"][];
            /**
             * Format: float
             * @description The share of its statements that a passage carries, 0 to 1; `null` where it was not judged.
             */
            groundedness?: number | null;
            /** @description Its sentences in order, and what carries each; empty for a translation, which is not judged. */
            sentences: components["schemas"]["SuggestionSentence"][];
            /** @description The text. Plain text. */
            text: string;
        };
        /**
         * @description What somebody may do. Each role may do what those before it may.
         * @enum {string}
         */
        Role: "agent" | "supervisor" | "administrator";
        /** @description A rule of the team's. It fires where all that it names holds. */
        RuleDraft: {
            /**
             * Format: double
             * @description An amount of more than this has to be named.
             */
            amount_over?: number | null;
            /** @description The sentence that agents read. */
            because?: string | null;
            category?: components["schemas"]["Category"] | null;
            /** @description One of them has to be said, as whole words. */
            keywords: string[];
            /** @description 1 to 60 characters. */
            name: string;
            /** @description Its name in the file; none for a new one. */
            was?: string | null;
            /**
             * Format: double
             * @description How strongly it speaks for escalation, 0 to 1; 0.75 where absent.
             */
            weight?: number | null;
        };
        /** @description A conversation of a sample. */
        SampledConversation: {
            /** @description Who has its ticket, if it has one. */
            owner?: string | null;
            review?: components["schemas"]["Review"] | null;
            /** @description The conversation. */
            summary: components["schemas"]["ConversationSummary"];
        };
        /** @description What a search found. */
        SearchResults: {
            /** @description Best first. */
            results: components["schemas"]["Passage"][];
        };
        /** @description A reply that an agent sends. */
        SentReply: {
            suggestion_id?: components["schemas"]["SuggestionId"] | null;
            /** @description What was written, 1 to [`MAX_MESSAGE_CHARS`] characters. */
            text: string;
        };
        /**
         * @description How the customer feels.
         * @enum {string}
         */
        Sentiment: "positive" | "neutral" | "negative" | "angry";
        /** @description A session with its messages. */
        SessionHistory: {
            /** @description The face that suits how the customer felt last. */
            face: components["schemas"]["Face"];
            /** @description Oldest first. */
            messages: components["schemas"]["ChatMessage"][];
            /** @description A person leads: the assistant keeps silent. */
            person_leads: boolean;
            /**
             * Format: int32
             * @description How content the customer was, 1 to 5; none before it was said.
             */
            rating?: number | null;
            /** @description Whether Aside reads its messages aloud where a browser cannot. */
            speech?: boolean;
            /** @description Where it stands. */
            status: components["schemas"]["ConversationStatus"];
            /** @description The conversation. */
            thread_id: components["schemas"]["ConversationId"];
            /** @description Whether to send what the customer is writing before it is sent: then the page has to say so. */
            typing_previews: boolean;
        };
        /** @description A message in a session. */
        SessionMessage: {
            /**
             * @description Names the message, 1 to 100 characters, best a UUID: one that is sent again under the same name,
             *     because the connection broke, is stored and answered once.
             */
            client_id?: string | null;
            /** @description What is written, 1 to 20,000 characters. */
            message: string;
        };
        /** @description What a customer gets back for a message of a session. */
        SessionReply: {
            /** @description Who answers. */
            answered_by: components["schemas"]["AnsweredBy"];
            /** @description What the customer wrote, among the messages of the session. */
            customer_message_id: components["schemas"]["MessageId"];
            /** @description The face that suits how the customer feels. */
            face: components["schemas"]["Face"];
            /** @description What the customer reads. Plain text. */
            message: string;
            message_id?: components["schemas"]["MessageId"] | null;
            /** @description A person has to answer. */
            requires_escalation: boolean;
            /** @description What the answer rests on. */
            sources: components["schemas"]["Source"][];
            /** @description The conversation. */
            thread_id: components["schemas"]["ConversationId"];
        };
        /** @description In one word. */
        Sign: {
            /** @description Whether everything works. */
            status: components["schemas"]["HealthStatus"];
        };
        /** @description What somebody gets who signed in. No `Debug`: tokens are shown nowhere. */
        SignedIn: {
            /** @description Goes with each request, as `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int64
             * @description Seconds for which the access token holds.
             */
            expires_in: number;
            /** @description Gets the next pair of tokens, once. Keep it like a password. */
            refresh_token: string;
            /** @description Always `Bearer`. */
            token_type: string;
            /** @description Who signed in. */
            user: components["schemas"]["User"];
        };
        /** @description A conversation in which a customer means much the same. */
        SimilarConversation: {
            answered?: components["schemas"]["Message"] | null;
            /** @description What the customer wrote there that is nearest. */
            asked: components["schemas"]["Message"];
            /** @description The conversation, as it stands. */
            conversation: components["schemas"]["ConversationSummary"];
            /** @description Where both messages hold personal data and secrets. */
            personal: components["schemas"]["PersonalSpan"][];
            /**
             * Format: float
             * @description The cosine of both meanings, at most 1.
             */
            similarity: number;
        };
        /** @description Conversations about much the same. */
        SimilarConversations: {
            /** @description The nearest first. */
            conversations: components["schemas"]["SimilarConversation"][];
        };
        /** @description One thing that a message names. */
        Slot: {
            /**
             * Format: int32
             * @description Where it ends, in characters of the message.
             */
            end: number;
            /** @description What it is. */
            kind: components["schemas"]["SlotKind"];
            /**
             * Format: int32
             * @description Where it begins, in characters of the message; behind its end where a file of the message names it.
             */
            start: number;
            /** @description As the customer wrote it. */
            text: string;
            /**
             * @description In one spelling: `2026-11-22`, `2026-11-22T17:00` or `17:00` (as the customer's clock shows
             *     it, without a zone); `49.90 EUR` (ISO 4217); an address in lower case; a telephone number as
             *     `+` and digits; a product's name on the list. The text itself where it cannot be resolved, as
             *     for `03/04/2026`.
             */
            value: string;
        };
        /**
         * @description A kind of thing that customers name and agents look up.
         * @enum {string}
         */
        SlotKind: "order" | "invoice" | "amount" | "date" | "time" | "product" | "email" | "phone" | "version" | "error_code" | "url";
        /** @description A passage that an answer rests on. */
        Source: {
            /** @description Its words. */
            content: string;
            /**
             * Format: float
             * @description How far it is from the question, 0 to 1: what is missing to certainty that it answers.
             */
            distance: number;
            /** @description The passage's id. */
            id: string;
            /** @description Where it stands. */
            metadata: components["schemas"]["SourceMetadata"];
        };
        /** @description Where a passage stands. */
        SourceMetadata: {
            /**
             * Format: int32
             * @description Page, from 1, where the format has pages.
             */
            page?: number | null;
            /** @description Headings above the passage. */
            section: string;
            /** @description The document's title. */
            title: string;
        };
        /**
         * @description How sound comes.
         * @enum {string}
         */
        SpeechFormat: "json" | "wav";
        /** @description Which message is read aloud. */
        SpeechRequest: {
            /** @description How the sound comes. */
            format?: components["schemas"]["SpeechFormat"];
            /** @description A message of the assistant or of an agent in this session. */
            message_id: string;
        };
        /** @description Sound within JSON. */
        SpokenAudio: {
            /** @description The file, in base64. */
            data: string;
            /** @description `audio/wav`: one channel, 16 bits. */
            media_type: string;
        };
        /** @description A message as it sounds. */
        SpokenMessage: {
            /** @description The sound. */
            audio: components["schemas"]["SpokenAudio"];
            /**
             * Format: int32
             * @description How long it takes, in milliseconds.
             */
            duration_ms: number;
            /** @description The language that it is read in (ISO 639-1). */
            language: string;
            /** @description The message. */
            message_id: string;
            /** @description What a mouth does, in the order of time; the last one is at rest. */
            visemes: components["schemas"]["Viseme"][];
        };
        /** @description What a customer is entitled to. */
        Standing: {
            /** @description The tier of service, as the service targets name it. */
            tier?: string | null;
            /** @description The customer has priority by contract. */
            vip?: boolean;
        };
        /** @description What a document says about a matter, in one of its sentences. */
        Statement: {
            /** @description Where it stands. */
            citation: components["schemas"]["Citation"];
            /** @description The sentence, plain. */
            says: string;
            /** @description The number, amount or duration in it that another document contradicts. */
            value: string;
        };
        /** @description How much there is. */
        Stats: {
            /**
             * Format: int64
             * @description Their passages.
             */
            chunks: number;
            /**
             * Format: int64
             * @description Documents that can be found.
             */
            documents: number;
            /**
             * Format: int64
             * @description The passages that meaning finds, too.
             */
            embedded: number;
            /**
             * Format: int64
             * @description Conversations that a supervisor has.
             */
            escalated: number;
            /**
             * Format: int64
             * @description Files that could not be read.
             */
            failed: number;
            /**
             * Format: int64
             * @description Messages of all conversations.
             */
            messages: number;
            /**
             * Format: int64
             * @description Conversations that are being worked on.
             */
            open: number;
            /**
             * Format: int64
             * @description Files that wait to be read.
             */
            pending: number;
            /**
             * Format: int64
             * @description Conversations that are done.
             */
            resolved: number;
            /**
             * Format: int64
             * @description Seconds since Aside was opened.
             */
            uptime_seconds: number;
            /**
             * Format: int64
             * @description Conversations in which a customer waits for an answer.
             */
            waiting: number;
        };
        /** @description A folder of the data folder. */
        StoredPart: {
            /**
             * Format: int64
             * @description Its files, in bytes on the disk.
             */
            bytes: number;
            /** @description Where it is. */
            path: string;
        };
        /** @description A reply that the agent may insert, edit and send. */
        Suggestion: {
            /** @description Where its sentences stand, in the order in which it uses them; empty for the team's own words. */
            citations: components["schemas"]["Citation"][];
            /**
             * Format: float
             * @description How likely it answers the message, 0 to 1.
             */
            confidence: number;
            /** @description What other documents say against it. */
            contradictions?: components["schemas"]["Contradiction"][];
            /**
             * Format: float
             * @description The share of the sentences that state a fact which a passage carries, 0 to 1; `null` where none
             *     states a fact of the documents, or where it was not judged.
             */
            groundedness?: number | null;
            /** @description Names this suggestion when it is used. */
            id: components["schemas"]["SuggestionId"];
            /** @description In which way it answers. */
            kind: components["schemas"]["SuggestionKind"];
            /** @description The language model that wrote it; none where it is composed of the documents' own sentences. */
            model?: string | null;
            /** @description Its sentences in order, and what carries each; empty in advice from before they were told. */
            sentences?: components["schemas"]["SuggestionSentence"][];
            team?: components["schemas"]["TeamWords"] | null;
            /** @description The reply. Plain text. */
            text: string;
        };
        /** @description Names one suggested reply. */
        SuggestionId: string;
        /**
         * @description In which way a suggestion answers.
         * @enum {string}
         */
        SuggestionKind: "answer" | "steps" | "alternative" | "clarify" | "macro" | "sent_before" | "model";
        /** @description One sentence of a suggestion, and what carries it. */
        SuggestionSentence: {
            /**
             * Format: int32
             * @description Which of the suggestion's citations carries it, from 0.
             */
            citation?: number | null;
            /**
             * Format: int32
             * @description Where it ends, in characters of the suggestion's text.
             */
            end: number;
            /** @description What speaks against a sentence that nothing carries, as a sentence. */
            problem?: string | null;
            /**
             * Format: int32
             * @description Where it begins, in characters of the suggestion's text.
             */
            start: number;
            /** @description What carries it. */
            support: components["schemas"]["Support"];
        };
        /**
         * @description What carries a sentence of a suggestion.
         * @enum {string}
         */
        Support: "carried" | "team" | "no_fact" | "unsupported";
        /** @description A text that seems to give orders to a language model, to steer it against who runs it. */
        Suspicion: {
            /** @description What it was seen by, each with the words. */
            evidence: string[];
            /**
             * Format: float
             * @description How sure it is, 0 to 1.
             */
            score: number;
            /** @description The same in parts. */
            signs?: components["schemas"]["OrderSign"][];
        };
        /** @description The labels as they should be. */
        TaxonomyDraft: {
            /** @description The own categories. */
            category: components["schemas"]["LabelDraft"][];
            /** @description The own intents. */
            intent: components["schemas"]["LabelDraft"][];
            /** @description Messages that have none of the labels. */
            out_of_scope: string[];
            /** @description The `version` of the file that was edited. */
            version: string;
        };
        /** @description One of the team's own labels. */
        TaxonomyLabel: {
            /** @description Messages that agents gave it; they are learnt from like the examples. */
            corrected: number;
            /** @description What it means, in a sentence; may be empty. */
            description: string;
            /** @description Messages that have it. */
            examples: string[];
            /** @description Its name. */
            name: string;
            state?: components["schemas"]["LabelState"] | null;
        };
        /** @description Why the file of the team's own labels cannot be learnt. */
        TaxonomyProblem: {
            /** @description What is wrong. */
            detail: string;
            place?: components["schemas"]["TextPlace"] | null;
        };
        /** @description What became of saving the labels. */
        TaxonomySaved: {
            /** @description What stands in the way; nothing was written where there is anything. */
            problems: components["schemas"]["FieldProblem"][];
            /** @description The labels as they are now. */
            taxonomy: components["schemas"]["TaxonomyView"];
        };
        /** @description The team's own labels, as their file has them and as far as they are learnt. */
        TaxonomyView: {
            /** @description The own categories, likewise. */
            category: components["schemas"]["TaxonomyLabel"][];
            /** @description The file's path; it need not exist yet. */
            file: string;
            /** @description The own intents, in the order of the file. */
            intent: components["schemas"]["TaxonomyLabel"][];
            /** @description The labels are being learnt. */
            learning: boolean;
            learnt_at?: components["schemas"]["Timestamp"] | null;
            /** @description Messages that have none of the labels. */
            out_of_scope: string[];
            problem?: components["schemas"]["TaxonomyProblem"] | null;
            /** @description Names the file's content, for saving; empty without a file. */
            version: string;
        };
        /** @description What a file of the team's is to say. */
        TeamFileDraft: {
            /** @description The whole content. */
            content: string;
            /** @description The version that was changed. */
            version: string;
        };
        /** @description The files that a team writes. */
        TeamFileList: {
            /** @description Each, whether or not it is there. */
            files: components["schemas"]["TeamFileView"][];
        };
        /**
         * @description A file below `.aside` in the first knowledge folder.
         * @enum {string}
         */
        TeamFileName: "escalation" | "owners" | "redaction" | "voice" | "macros";
        /** @description A file of the team's, as it stands. */
        TeamFileView: {
            /** @description What stands in it; empty where there is no file. */
            content: string;
            /** @description Where it is, or would be. */
            file: string;
            /** @description How many rules, owners, patterns, texts or macros hold at this moment. */
            loaded: number;
            /** @description Which. */
            name: components["schemas"]["TeamFileName"];
            /** @description Why the file cannot be used, with its line where it has one; those of before hold then. */
            problem?: string | null;
            /** @description Names the content, for saving. */
            version: string;
        };
        /** @description Words of the team's own, and what became of them so far. */
        TeamWords: {
            /**
             * Format: int32
             * @description How often agents dismissed them.
             */
            dismissed: number;
            /** @description Under which their use is counted: `macro:` and its name, or `reply:` and a hash of the words. */
            key: string;
            /** @description The macro's name; none for a reply that was sent before. */
            name?: string | null;
            /**
             * Format: int32
             * @description How often agents sent them: of a macro, weighted by how much of it stayed as it was suggested.
             */
            sent: number;
        };
        /** @description A piece of a text. */
        TextPlace: {
            /**
             * Format: int32
             * @description Its first character in the line, from 1.
             */
            column: number;
            /**
             * Format: int32
             * @description How many characters it has, at least 1.
             */
            length: number;
            /**
             * Format: int32
             * @description Its line, from 1.
             */
            line: number;
        };
        /** @description A conversation handed to a supervisor. */
        Ticket: {
            /** @description What the agent should know to go on: the note with which it was returned last. */
            coaching_note?: string | null;
            /** @description Its conversation, which has no other ticket. */
            conversation: components["schemas"]["ConversationId"];
            /** @description When it was handed over first. */
            created: components["schemas"]["Timestamp"];
            /** @description The customer's name or id. */
            customer: string;
            /** @description What the customer felt when it was handed over. */
            feeling: components["schemas"]["TicketFeeling"];
            /** @description What to say to the customer. */
            hand_off_text: string;
            /** @description What happened to it, oldest first. */
            history: components["schemas"]["TicketChange"][];
            /** @description What people call it. */
            id: components["schemas"]["TicketId"];
            message_id?: components["schemas"]["MessageId"] | null;
            /** @description What nobody answered until now, oldest first. */
            open_questions: components["schemas"]["OpenQuestion"][];
            /** @description Who has it; while it is open, who is suggested. */
            owner?: string | null;
            /**
             * Format: int32
             * @description When it was handed over: of the newest customer message, with what waiting added.
             */
            priority: number;
            /** @description Why a supervisor is needed, strongest first; empty where an agent decided alone. */
            reasons: components["schemas"]["EscalationReason"][];
            /** @description Where it stands. */
            status: components["schemas"]["TicketStatus"];
            /** @description What the customer wants, what happened, and what is named. */
            summary: string;
            /** @description What was tried until now, oldest first. */
            tried: components["schemas"]["TicketAttempt"][];
            /** @description When it changed last. */
            updated: components["schemas"]["Timestamp"];
        };
        /** @description What was tried already. */
        TicketAttempt: {
            /** @description Who tried it: the customer, an agent or the assistant. */
            by: components["schemas"]["Author"];
            /** @description The message that says so. */
            message_id: components["schemas"]["MessageId"];
            /** @description It began as a suggestion of Aside. */
            suggested: boolean;
            /** @description What was said, shortened. */
            text: string;
        };
        /** @description What happened to a ticket. */
        TicketChange: {
            /** @description A supervisor said whether handing over was right; none where nobody said so with this change. */
            approved?: boolean | null;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            by?: components["schemas"]["Actor"] | null;
            from?: components["schemas"]["TicketStatus"] | null;
            /** @description What was noted. */
            note?: string | null;
            /** @description Who has it since, where somebody has. */
            owner?: string | null;
            /** @description The status since. */
            to: components["schemas"]["TicketStatus"];
        };
        /** @description How a ticket should change. What is left out stays. */
        TicketEdit: {
            /**
             * @description Whether handing over was right. `true` approves it: whoever says so takes the ticket, if nothing else is
             *     asked for; `false` returns it likewise. The rules that fired count as right, or as wrong, since.
             * @default null
             */
            approved: boolean | null;
            /**
             * @description What to note, at most 2,000 characters. With `returned` the agent reads it as coaching.
             * @default null
             */
            note: string | null;
            /**
             * @description Who should have it, 1 to 100 characters.
             * @default null
             */
            owner: string | null;
            /** @default null */
            status: components["schemas"]["TicketStatus"] | null;
        };
        /** @description What the customer feels. */
        TicketFeeling: {
            /** @description The words or moods that say so. */
            evidence: string;
            /** @description The same in parts, for other languages; none in what was stored before they were told. */
            parts?: components["schemas"]["Evidence"][];
            /** @description Where it goes over the conversation. */
            trend: components["schemas"]["Trend"];
            /** @description In a word or two: `angry`, `unhappy`, `calm`, `pleased`. */
            word: string;
        };
        /**
         * @description Names one ticket: `T-4K7Q`, short enough for the telephone.
         *
         *     The letters are those of Crockford's base 32, which has no I, L, O and U. What people read to each
         *     other is taken as it is meant: small letters, `O` for 0, `I` and `L` for 1, with or without `T-`.
         */
        TicketId: string;
        /** @description Tickets. */
        TicketList: {
            /** @description What is not resolved first, the most urgent and then the newest before the others. */
            tickets: components["schemas"]["TicketSummary"][];
        };
        /**
         * @description Where a ticket stands.
         * @enum {string}
         */
        TicketStatus: "open" | "assigned" | "returned" | "resolved";
        /** @description A ticket as a list shows it. */
        TicketSummary: {
            /** @description Its conversation. */
            conversation: components["schemas"]["ConversationId"];
            /** @description When it was handed over first. */
            created: components["schemas"]["Timestamp"];
            /** @description The customer's name or id. */
            customer: string;
            /** @description What the customer feels, in a word or two. */
            feeling: string;
            /** @description What people call it. */
            id: components["schemas"]["TicketId"];
            /** @description Who has it; while it is open, who is suggested. */
            owner?: string | null;
            /**
             * Format: int32
             * @description When it was handed over.
             */
            priority: number;
            /** @description Where it stands. */
            status: components["schemas"]["TicketStatus"];
            /** @description What the customer wants, what happened, and what is named. */
            summary: string;
            /** @description When it changed last. */
            updated: components["schemas"]["Timestamp"];
        };
        /**
         * Format: int64
         * @description A moment: milliseconds since 1970-01-01 UTC.
         */
        Timestamp: number;
        /** @description Where the time went, in milliseconds. */
        Timing: {
            /**
             * Format: double
             * @description Embedding, heads and rules.
             */
            analysis: number;
            /**
             * Format: double
             * @description Composing replies and judging escalation.
             */
            draft: number;
            /**
             * Format: double
             * @description Search in the knowledge base.
             */
            retrieval: number;
            /**
             * Format: double
             * @description From the message's receipt to the advice's receipt, storing included.
             */
            total: number;
        };
        /**
         * @description Where the mood of a conversation goes.
         * @enum {string}
         */
        Trend: "rising" | "falling" | "turning" | "steady";
        /** @description A conversation that is not done. */
        UnresolvedMatter: {
            /** @description What it is about: the ticket's summary, or the newest message. */
            about: string;
            /** @description The conversation. */
            conversation_id: components["schemas"]["ConversationId"];
            /** @description When it began. */
            since: components["schemas"]["Timestamp"];
            ticket?: components["schemas"]["TicketId"] | null;
        };
        /** @description Somebody who signs in. */
        User: {
            /** @description When the user was added. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Whether the user may sign in: one that is switched off is kept, and can do nothing. */
            enabled: boolean;
            /** @description Names the user for good. */
            id: components["schemas"]["UserId"];
            /** @description What the user signs in with. */
            name: string;
            /** @description What the user may do. */
            role: components["schemas"]["Role"];
        };
        /** @description A change of a user; what is absent stays. No `Debug`: a password is shown nowhere. */
        UserEdit: {
            /**
             * @description Whether the user may sign in from now on. Switched off, their sign-ins end.
             * @default null
             */
            enabled: boolean | null;
            /**
             * @description What the user signs in with from now on.
             * @default null
             */
            name: string | null;
            /**
             * @description The new password, at least 10 characters. Whoever is signed in with the old one is so no longer.
             * @default null
             */
            password: string | null;
            /** @default null */
            role: components["schemas"]["Role"] | null;
        };
        /** @description Names one person who works with Aside. */
        UserId: string;
        /** @description All users. */
        UserList: {
            /** @description In the order in which they were added. */
            users: components["schemas"]["User"][];
        };
        /** @description Whom a ticket can be given to. */
        UserName: {
            /** @description What the user signs in with. */
            name: string;
            /** @description What the user may do. */
            role: components["schemas"]["Role"];
        };
        /** @description Whom tickets can be given to. */
        UserNames: {
            /** @description Everybody who may sign in, by name; none on a desk of one person. */
            users: components["schemas"]["UserName"][];
        };
        /** @description What somebody says of a rule. */
        Verdict: {
            /** @description Why, at most 2,000 characters. */
            note?: string | null;
            /** @description The rule, as the reason names it. */
            rule: string;
            /** @description It fired wrongly; `false` takes that back. */
            wrong: boolean;
        };
        /** @description A shape that begins. */
        Viseme: {
            /**
             * Format: int32
             * @description Milliseconds from the beginning of the sound.
             */
            at_ms: number;
            /** @description The shape from then on. */
            shape: components["schemas"]["Mouth"];
        };
        /**
         * @description Who may be shown a document.
         * @enum {string}
         */
        Visibility: "public" | "internal";
        /** @description One of the folders with documents. */
        WatchedFolder: {
            /** @description How its changes are noticed. */
            following: components["schemas"]["Following"];
            /** @description The first part of its documents' ids; empty for the first folder. */
            name: string;
            /** @description Where it is. */
            path: string;
            /** @description Why so, and what to do, where it is not by events. */
            reason?: string | null;
        };
        /** @description An address that is told what happens. */
        Webhook: {
            /** @description When it was made. */
            created: components["schemas"]["Timestamp"];
            /** @description It is told; else it hears of nothing that happens, and what waits for it waits on. */
            enabled: boolean;
            /** @description What it is told of. */
            events: components["schemas"]["WebhookEvent"][];
            /**
             * Format: int64
             * @description Deliveries that were given up, and can be replayed.
             */
            failed: number;
            /** @description Its name. */
            id: components["schemas"]["WebhookId"];
            /** @description Of the master key that its secret is made from, the first digits of a hash. */
            key_id: string;
            last_delivered?: components["schemas"]["Timestamp"] | null;
            /** @description The address may be of this machine or of a private network, and plain HTTP. */
            private: boolean;
            /**
             * Format: int32
             * @description Which secret it has, from 1: a new one has the next number.
             */
            secret_number: number;
            /** @description Why the last attempt failed, in a sentence; none where it went well. */
            trouble?: string | null;
            /** @description What is asked with a POST. */
            url: string;
            /**
             * Format: int64
             * @description Deliveries that wait.
             */
            waiting: number;
        };
        /** @description A change of a webhook; what is absent stays. */
        WebhookEdit: {
            /**
             * @description Whether it is told.
             * @default null
             */
            enabled: boolean | null;
            /**
             * @description What of.
             * @default null
             */
            events: components["schemas"]["WebhookEvent"][] | null;
            /**
             * @description Make a new secret: the old one signs nothing any more.
             * @default false
             */
            new_secret: boolean;
            /**
             * @description Whether the address may be of this machine or of a private network, and plain HTTP.
             * @default null
             */
            private: boolean | null;
            /**
             * @description Where to.
             * @default null
             */
            url: string | null;
        };
        /**
         * @description What a webhook can be told of.
         * @enum {string}
         */
        WebhookEvent: "query.created" | "message.created" | "escalation.created" | "ticket.updated" | "conversation.resolved" | "feedback.created" | "knowledge.changed";
        /** @description Names one webhook. */
        WebhookId: string;
        /** @description Webhooks. */
        WebhookList: {
            /** @description The oldest first. */
            webhooks: components["schemas"]["Webhook"][];
        };
        /** @description A webhook with its secret, where that is new. */
        WebhookSecret: components["schemas"]["Webhook"] & {
            /** @description What signs its deliveries; it stands in no file and is told once. */
            secret?: string | null;
        };
        /** @description What came of a test. */
        WebhookTest: {
            /** @description It was taken. */
            delivered: boolean;
            /** @description What happened, in a sentence. */
            detail: string;
            /**
             * Format: double
             * @description How long it took.
             */
            milliseconds: number;
            /**
             * Format: int32
             * @description What the address answered; none where it did not.
             */
            status?: number | null;
        };
        /**
         * @description Who wrote a text.
         * @enum {string}
         */
        WrittenBy: "built_in" | "model";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    make_identity_secret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentityRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentitySecret"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatKeyList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    add_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChatKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatKey"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    remove_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_chat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatSettings"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reach"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list: {
        parameters: {
            query?: {
                /** @description Words that stand in the customer's name or the newest message, each of them, in any case. */
                q?: string;
                /** @description Only those that stand here. */
                status?: components["schemas"]["ConversationStatus"];
                /** @description Only those that take place here. */
                channel?: components["schemas"]["Channel"];
                /** @description Only those read as this category. */
                category?: components["schemas"]["Category"];
                /** @description Only those whose newest message sounds like this. */
                sentiment?: components["schemas"]["Sentiment"];
                /** @description Only those whose ticket this person has, or is suggested for. */
                owner?: string;
                /** @description Only those in which a customer waits for an answer. */
                waiting?: boolean;
                /** @description Only these, separated by commas. */
                ids?: string;
                /** @description How many to leave out at the start. */
                offset?: number;
                /** @description How many at most, 1 to 1,000; all where not named. */
                limit?: number;
                /** @description Of which conversation the place in the list is told. */
                find?: components["schemas"]["ConversationId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConversation"];
                "multipart/form-data": components["schemas"]["MessageForm"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    conversations_about: {
        parameters: {
            query: {
                /** @description What their customers mean, in other words perhaps. */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimilarConversations"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    attachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                attachment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    attachment_text: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                attachment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentText"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    draft_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftState"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    stop_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftState"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    judge_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Verdict"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Escalation"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_lead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLead"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationSummary"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    add_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
                "multipart/form-data": components["schemas"]["MessageForm"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    mood_words: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoodWords"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    prompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentReply"];
                "multipart/form-data": components["schemas"]["MessageForm"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReview"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    rewrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rewrite"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rewritten"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    similar_resolved: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimilarConversations"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStatus"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationSummary"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    feedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                suggestion: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Feedback"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feedback"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    summary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recap"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    hand_over: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTicket"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agent_types: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_corrections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorrectionList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_standing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Standing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    forget_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forgotten"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    export_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerExport"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    customer_memory: {
        parameters: {
            query?: {
                /** @description What to look for, by meaning: the nearest stand first. */
                q?: string;
                /** @description Only facts of this kind. */
                kind?: components["schemas"]["FactKind"];
                /** @description Only facts from there. */
                source?: components["schemas"]["FactSource"];
                /** @description Only facts whose metadata has this entry, as `name=value`. */
                metadata?: string;
            };
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerMemory"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    keep_fact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFact"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerFact"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    correct_fact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
                fact: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFact"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerFact"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    drop_fact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
                fact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    data: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    make_backup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backup"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    replay_escalation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EscalationReplayRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationReplay"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    escalation_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    save_escalation_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EscalationDraft"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Event"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    versioned: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeStatus"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_articles: {
        parameters: {
            query?: {
                /** @description Only those after the article of this name. */
                after?: string;
                /** @description Articles at most, 1 to 1,000; 100 where not named. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    add_article: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleDraft"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_article: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_article: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleEdit"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    remove_article: {
        parameters: {
            query: {
                /** @description The version that was read. */
                version: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    disagreements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisagreementList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    document: {
        parameters: {
            query: {
                /** @description Path relative to the knowledge folder. */
                path: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    files: {
        parameters: {
            query?: {
                /** @description A part of their paths in any case, or a pattern with `*` and `?`; all where not named. */
                q?: string;
                /** @description Only those that stand here. */
                state?: components["schemas"]["FileStage"];
                /** @description Only those with a document that another one repeats, or nearly. */
                duplicated?: boolean;
                /** @description Only those with a document that seems to give orders to a language model. */
                marked?: boolean;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Files at most, 1 to 1,000; 100 where not named. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    gaps: {
        parameters: {
            query?: {
                /** @description Days, 1 to 365; 30 where not named. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GapList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    golden_questions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoldenReport"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    add_golden: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GoldenQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoldenReport"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    remove_golden: {
        parameters: {
            query: {
                /** @description The question in its own words. */
                ask: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoldenReport"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    ask_golden: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoldenReport"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    judge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Judgement"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarkedDocument"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    pause: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeStatus"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    resume: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeStatus"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    retry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Retry"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeStatus"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    missed_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MissedSearch"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MissedSearchKept"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    labels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelNames"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerState"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    lines: {
        parameters: {
            query?: {
                /** @description Those after this one; from the first where not named. */
                after?: number;
                /** @description Entries at most, 1 to 5,000; 1,000 where not named. */
                limit?: number;
                /** @description In clear instead of masked: answered in the desktop window alone. */
                clear?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerPage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    macros: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MacroList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    correct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                kind: components["schemas"]["LabelKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLabel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    take_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                kind: components["schemas"]["LabelKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    answer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryReply"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    reach: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reach"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    try_redaction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedactionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedactionTrial"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_reviews: {
        parameters: {
            query?: {
                /** @description Days; 30 where not named. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    checklist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checklist"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    sample: {
        parameters: {
            query?: {
                /** @description Of those that changed in so many days; 30 where not named. */
                days?: number;
                /** @description How many, 1 to 100; 10 where not named. */
                count?: number;
                /** @description The same number draws the same; 0 where not named. */
                seed?: number;
                /** @description Only those of this category. */
                category?: components["schemas"]["Category"];
                /** @description Only those whose ticket this person has. */
                owner?: string;
                /** @description Only those in which this one replied last. */
                agent?: string;
                /** @description Only those without a review. */
                unreviewed?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewSample"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description The words or the question. */
                q: string;
                /** @description Passages at most, 1 to 100; 10 where not named. */
                limit?: number;
                /** @description Only documents of this category. */
                category?: string;
                /** @description Only documents with each of these tags, separated by commas. */
                tags?: string;
                /** @description Only documents below this folder, relative to the knowledge folder. */
                folder?: string;
                /** @description Only documents changed then or later, in milliseconds since 1970. */
                updated_after?: number;
                /** @description Only documents that these may be shown. */
                visibility?: components["schemas"]["Visibility"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResults"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    beside: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BesideSettings"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_beside: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BesideSettings"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BesideSettings"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    knowledge_choice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeChoice"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_knowledge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KnowledgeChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeChoice"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    found_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NearbyModels"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    test_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelTest"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    ask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueryRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryAnswer"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    tables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryCatalog"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    stats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    own_labels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxonomyView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    save_own_labels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaxonomyDraft"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxonomySaved"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    team_files: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamFileList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    save_team_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["schemas"]["TeamFileName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamFileDraft"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamFileView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_tickets: {
        parameters: {
            query?: {
                /** @description Only those that stand here. */
                status?: components["schemas"]["TicketStatus"];
                /** @description Only those of this owner. */
                owner?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketEdit"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_api_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    make_api_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiToken"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeApiToken"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    revoke_api_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    add_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_user_names: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserNames"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserEdit"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    remove_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    add_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEdit"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    remove_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    failed_deliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailedDeliveries"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    replay_deliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    test_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTest"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    chat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatReply"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    open_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSession"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedSession"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    session_attachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                attachment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    session_attachment_text: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                attachment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentText"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    session_events: {
        parameters: {
            query?: {
                /** @description Only those after this message. */
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ChatEvent"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    session_history: {
        parameters: {
            query?: {
                /** @description Only those after this message. */
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionHistory"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    session_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionMessage"];
                "multipart/form-data": components["schemas"]["MessageForm"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionReply"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    ask_for_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    rate_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rating"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_aloud: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpeechRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpokenMessage"];
                    "audio/wav": number[];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    customer_types: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What is written so far, only where the session says `typing_previews`. It is neither stored nor shown. */
                    preview?: string | null;
                } | null;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    sign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sign"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    detailed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    liveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sign"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sign"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    socket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatEvent"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
}
