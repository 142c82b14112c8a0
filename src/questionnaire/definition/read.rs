//! A definition from its file. Reads shape only: whether names are known and bands
//! meet is for `check`. A field that is not named here does not exist in the format.

use super::{
    Choice, Definition, Factor, Level, MissingCode, Order, Origin, Parameter, Part, Question, Required, Row, Scale, ScreenOut, Section,
    Tag, VERSION,
};
use crate::base::json::{Reader, Slot, read_document};
use crate::base::{Finding, Lang, Text};

impl Definition {
    /// Reads a definition.
    ///
    /// # Errors
    /// `json` with line and column, `not_questionnaire` or `newer_version`, each alone;
    /// or every field that is missing, unknown, of a wrong type or out of range.
    pub fn read(text: &str) -> Result<Self, Vec<Finding>> {
        read_document(text, "questionnaire", VERSION, definition)
    }
}

fn definition(r: &mut Reader<'_>) -> Definition {
    Definition {
        phieu: r.required("phieu").text(),
        version: r.required("version").whole().unwrap_or_default(),
        id: r.required("id").text(),
        edition: r.required("edition").text(),
        title: r.required("title").object_or_blank(Text::read),
        minutes: r.required("minutes").whole().unwrap_or_default(),
        languages: r.required("languages").list(|item| item.word(&Lang::ALL, Lang::tag).unwrap_or_default()),
        parameters: r.optional("parameters").list(|item| item.object_or_blank(parameter)),
        parts: r.optional("parts").list(|item| item.object_or_blank(part)),
        factors: r.optional("factors").list(|item| item.object_or_blank(factor)),
        scales: r.optional("scales").map(|item| item.object_or_blank(scale)),
        screen_out: r.optional("screen_out").object(screen_out),
        sections: r.required("sections").list(|item| item.object_or_blank(section)),
    }
}

fn parameter(r: &mut Reader<'_>) -> Parameter {
    Parameter { id: r.required("id").text(), values: r.required("values").texts() }
}

fn part(r: &mut Reader<'_>) -> Part {
    Part { id: r.required("id").text(), title: r.required("title").object_or_blank(Text::read) }
}

fn factor(r: &mut Reader<'_>) -> Factor {
    Factor { id: r.required("id").text(), part: r.required("part").text(), title: r.required("title").object_or_blank(Text::read) }
}

fn scale(r: &mut Reader<'_>) -> Scale {
    Scale {
        levels: r.required("levels").list(|item| item.object_or_blank(level)),
        order: r.optional("order").word(&Order::ALL, Order::word).unwrap_or_default(),
        missing: r.optional("missing").list(missing),
        satisfied_from: r.optional("satisfied_from").whole(),
    }
}

fn level(r: &mut Reader<'_>) -> Level {
    Level { value: r.required("value").whole().unwrap_or_default(), label: r.required("label").object_or_blank(Text::read) }
}

fn missing(item: Slot<'_>) -> MissingCode {
    item.word(&MissingCode::ALL, MissingCode::word).unwrap_or(MissingCode::LeftBlank)
}

fn screen_out(r: &mut Reader<'_>) -> ScreenOut {
    ScreenOut { when: r.required("when").text(), message: r.required("message").object_or_blank(Text::read) }
}

fn section(r: &mut Reader<'_>) -> Section {
    Section {
        id: r.required("id").text(),
        title: r.required("title").object_or_blank(Text::read),
        intro: r.optional("intro").object(Text::read),
        relevant: r.optional("relevant").text(),
        questions: r.required("questions").list(|item| item.object_or_blank(question)),
    }
}

fn question(r: &mut Reader<'_>) -> Question {
    Question {
        id: r.required("id").text(),
        tag: r.required("type").word(&Tag::ALL, Tag::word).unwrap_or(Tag::Note),
        label: r.required("label").object_or_blank(Text::read),
        hint: r.optional("hint").object(Text::read),
        notice: r.optional("notice").object(Text::read),
        required: r.optional("required").word(&Required::ALL, Required::word).unwrap_or_default(),
        relevant: r.optional("relevant").text(),
        constraint: r.optional("constraint").text(),
        constraint_message: r.optional("constraint_message").object(Text::read),
        origin: origin(r),
        options: r.optional("options").list(|item| item.object_or_blank(choice)),
        min: r.optional("min").whole(),
        max: r.optional("max").whole(),
        scale: r.optional("scale").text_or_none(),
        rows: r.optional("rows").list(|item| item.object_or_blank(row)),
        unit_kinds: r.optional("unit_kinds").texts(),
        long: r.optional("long").flag(),
        missing: r.optional("missing").list(missing),
    }
}

fn origin(r: &mut Reader<'_>) -> Origin {
    r.optional("origin").word(&Origin::ALL, Origin::word).unwrap_or_default()
}

fn choice(r: &mut Reader<'_>) -> Choice {
    Choice {
        code: r.required("code").text(),
        label: r.required("label").object_or_blank(Text::read),
        exclusive: r.optional("exclusive").flag(),
        specify: r.optional("specify").flag(),
        from: r.optional("from").whole(),
        to: r.optional("to").whole(),
        points: r.optional("points").whole(),
    }
}

fn row(r: &mut Reader<'_>) -> Row {
    Row {
        id: r.required("id").text(),
        number: r.optional("number").text(),
        label: r.required("label").object_or_blank(Text::read),
        factor: r.optional("factor").text_or_none(),
        relevant: r.optional("relevant").text(),
        origin: origin(r),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL_KINDS: &str = include_str!("../../../tests/data/questionnaires/all-kinds.json");

    #[test]
    fn what_is_written_is_what_was_read() {
        let definition = Definition::read(ALL_KINDS).unwrap();
        let written = serde_json::to_string(&definition).unwrap();
        assert_eq!(Definition::read(&written), Ok(definition));
    }

    #[test]
    fn every_fault_of_a_file_is_found_at_once() {
        let text = ALL_KINDS
            .replace("\"relevant\"", "\"relevent\"")
            .replace("\"descending\"", "\"down\"")
            .replace("\"minutes\": 4", "\"minutes\": 400");
        let findings = Definition::read(&text).unwrap_err();
        let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str())).collect();
        assert_eq!(
            found,
            [
                ("out_of_range", "minutes"),
                ("unknown_word", "scales.three.order"),
                ("unknown_field", "sections[0].questions[2].rows[1].relevent"),
                ("unknown_field", "sections[1].questions[3].relevent"),
                ("unknown_field", "sections[1].questions[4].relevent"),
                ("unknown_field", "sections[1].relevent"),
            ]
        );
    }
}
