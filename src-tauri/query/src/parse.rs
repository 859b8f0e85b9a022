//! From text to a syntax tree, with the places of its words.

use aside_contract::TextPlace;
use sqlparser::ast::Query;
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer};

use crate::{QueryError, QueryFault};

/// A question is at most so long, in bytes.
pub(crate) const MAX_SQL_BYTES: usize = 16 * 1024;

/// A question has at most so many words and signs: its syntax tree may be nearly as deep.
pub(crate) const MAX_WORDS: usize = 5_000;

/// The words of a question, for finding the place of one again.
pub(crate) struct Words(Vec<TokenWithSpan>);

/// Reads one question.
///
/// # Errors
/// Where it is empty, too long, no SQL, more than one, or something else than a question.
pub(crate) fn parse(sql: &str) -> Result<(Query, Words), QueryError> {
    if sql.len() > MAX_SQL_BYTES {
        return Err(QueryFault::TooLong(sql.len(), MAX_SQL_BYTES).into());
    }
    let tokens =
        Tokenizer::new(&GenericDialect, sql).tokenize_with_location().map_err(|error| {
            QueryError::at(QueryFault::Syntax(error.message), place(error.location, 1))
        })?;
    let words = Words(tokens);
    if words.significant().count() > MAX_WORDS {
        return Err(QueryFault::TooManyWords(MAX_WORDS).into());
    }
    let Some(first) = words.significant().next() else { return Err(QueryFault::Empty.into()) };
    let asks = match &first.token {
        Token::Word(word) => {
            ["select", "with", "values"].contains(&word.value.to_lowercase().as_str())
        }
        Token::LParen => true,
        _ => false,
    };
    if !asks {
        let word = first.token.to_string().to_uppercase();
        return Err(QueryError::at(QueryFault::NotAQuestion(word), place_of(first.span)));
    }
    let mut parser = Parser::new(&GenericDialect).with_tokens_with_locations(words.0.clone());
    let query = parser.parse_query().map_err(|error| words.syntax_error(error))?;
    let mut ended = false;
    while parser.peek_token_ref().token == Token::SemiColon {
        parser.next_token();
        ended = true;
    }
    let rest = parser.peek_token();
    if rest.token == Token::EOF {
        return Ok((*query, words));
    }
    let fault = if ended {
        QueryFault::Several
    } else {
        QueryFault::Syntax(format!("`{}` does not belong here", rest.token))
    };
    Err(QueryError::at(fault, place_of(rest.span)))
}

impl Words {
    fn significant(&self) -> impl Iterator<Item = &TokenWithSpan> {
        self.0.iter().filter(|word| !matches!(word.token, Token::Whitespace(_) | Token::EOF))
    }

    /// Where this word stands first, in any case.
    pub(crate) fn find(&self, wanted: &str) -> Option<TextPlace> {
        let found = self.significant().find(|word| match &word.token {
            Token::Word(word) => word.value.eq_ignore_ascii_case(wanted),
            other => other.to_string() == wanted,
        });
        found.map(|word| place_of(word.span))
    }

    /// Where each `?` begins, in the order of the text.
    pub(crate) fn question_marks(&self) -> Vec<Location> {
        self.0
            .iter()
            .filter(|word| matches!(&word.token, Token::Placeholder(mark) if mark == "?"))
            .map(|word| word.span.start)
            .collect()
    }

    fn end(&self) -> Option<TextPlace> {
        let last = self.significant().last()?.span.end;
        Some(place(last, 1))
    }

    /// The parser says the place at the end of its sentence.
    fn syntax_error(&self, error: ParserError) -> QueryError {
        let (ParserError::TokenizerError(text) | ParserError::ParserError(text)) = error else {
            return QueryFault::Unsupported(
                "the question is nested too deeply: take parts of it into WITH".to_owned(),
            )
            .into();
        };
        let (sentence, at) = match text.rsplit_once(" at Line: ") {
            Some((sentence, at)) => (sentence, at.split_once(", Column: ")),
            None => (text.as_str(), None),
        };
        let at = at.and_then(|(line, column)| {
            Some(Location { line: line.parse().ok()?, column: column.parse().ok()? })
        });
        let word = at.and_then(|at| self.0.iter().find(|word| word.span.start == at));
        let place = match (word, at) {
            (Some(word), _) if word.token != Token::EOF => Some(place_of(word.span)),
            (_, Some(at)) => Some(place(at, 1)),
            _ => self.end(),
        };
        let sentence = sentence.trim_end_matches(',').replace("Expected:", "expected");
        QueryError { fault: QueryFault::Syntax(sentence.replace(", found:", ", found")), place }
    }
}

/// The place of what the parser read; its end is exclusive.
pub(crate) fn place_of(span: Span) -> TextPlace {
    let length = if span.start.line == span.end.line {
        span.end.column.saturating_sub(span.start.column)
    } else {
        1
    };
    place(span.start, length)
}

fn place(at: Location, length: u64) -> TextPlace {
    let number = |number: u64| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
    TextPlace { line: number(at.line), column: number(at.column), length: number(length) }
}
