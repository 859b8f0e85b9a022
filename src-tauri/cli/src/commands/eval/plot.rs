//! The charts of a classification as a page that needs nothing else: the reliability diagram and the
//! confusion matrix.

use std::fmt::Write;

use anyhow::Result;
use aside_engine::eval::Classification;

/// Width of a chart.
const SIDE: f64 = 400.0;
/// Room for the names of the labels.
const NAMES: f64 = 160.0;
/// The least and the greatest side of a cell of the matrix.
const CELL: (f64, f64) = (9.0, 56.0);

const STYLE: &str = "body{font:15px system-ui,sans-serif;margin:2rem;color:#1c1f23;background:#fff}\
svg{max-width:100%;height:auto}text{font-size:11px;fill:currentColor}.axis{stroke:#8a9099;fill:none}\
.ideal{stroke:#8a9099;stroke-dasharray:4}.bar{fill:#2f6fb3}.cell{fill:#2f6fb3}.wrong{fill:#b3402f}\
@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#16181b}}";

/// The page.
pub(super) fn page(title: &str, figures: &Classification) -> Result<String> {
    let title = escape(title);
    let mut out = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style>\
         <h1>{title}</h1><p>Accuracy {:.4}, macro F1 {:.4}, macro recall {:.4}, expected calibration error {:.3}.</p>",
        figures.accuracy, figures.macro_f1, figures.macro_recall, figures.calibration_error
    );
    out.push_str("<h2>How true the confidence is</h2><p>The bar is the share that is right, the dashed line where it should end.</p>");
    reliability(&mut out, figures)?;
    out.push_str("<h2>What is taken for what</h2><p>Rows by their label, columns by the label given. The darker, the larger the share of the row; red is wrong.</p>");
    confusion(&mut out, figures)?;
    out.push_str("</html>\n");
    Ok(out)
}

fn reliability(out: &mut String, figures: &Classification) -> Result<()> {
    let (edge, step) = (40.0, SIDE / figures.calibration.len().max(1) as f64);
    write!(
        out,
        "<svg width=\"{0}\" height=\"{0}\" viewBox=\"0 0 {0} {0}\" role=\"img\" aria-label=\"reliability diagram\">",
        SIDE + 2.0 * edge
    )?;
    for (index, bin) in figures.calibration.iter().enumerate().filter(|(_, bin)| bin.rows > 0) {
        let (left, high) = (edge + index as f64 * step, bin.accuracy * SIDE);
        write!(
            out,
            "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{high:.1}\"><title>{} rows: confidence {:.3}, right {:.3}</title></rect>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            left + 1.0,
            edge + SIDE - high,
            step - 2.0,
            bin.rows,
            bin.confidence,
            bin.accuracy,
            left + step / 2.0,
            edge + SIDE - high - 4.0,
            bin.rows
        )?;
    }
    for tenth in 0..=10 {
        let at = f64::from(tenth) / 10.0;
        write!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{at:.1}</text><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{at:.1}</text>",
            edge + at * SIDE,
            edge + SIDE + 15.0,
            edge - 6.0,
            edge + (1.0 - at) * SIDE + 4.0
        )?;
    }
    write!(
        out,
        "<rect class=\"axis\" x=\"{edge}\" y=\"{edge}\" width=\"{SIDE}\" height=\"{SIDE}\"/>\
         <line class=\"ideal\" x1=\"{edge}\" y1=\"{0}\" x2=\"{0}\" y2=\"{edge}\"/></svg>",
        edge + SIDE
    )?;
    Ok(())
}

fn confusion(out: &mut String, figures: &Classification) -> Result<()> {
    let labels: Vec<&String> = figures.per_class.keys().collect();
    let cell = (2.0 * SIDE / labels.len().max(1) as f64).clamp(CELL.0, CELL.1);
    let side = NAMES + cell * labels.len() as f64 + 10.0;
    write!(
        out,
        "<svg width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"confusion matrix\">"
    )?;
    for (index, label) in labels.iter().enumerate() {
        let (middle, name) = (NAMES + (index as f64 + 0.5) * cell, escape(label));
        let size = (cell + 1.0).min(11.0);
        write!(
            out,
            "<text style=\"font-size:{size}px\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>\
             <text style=\"font-size:{size}px\" transform=\"translate({:.1} {:.1}) rotate(-90)\">{name}</text>",
            NAMES - 6.0,
            middle + size / 3.0,
            middle + size / 3.0,
            NAMES - 6.0
        )?;
    }
    for (row, gold) in labels.iter().enumerate() {
        let all = figures.per_class[*gold].rows.max(1) as f64;
        for (column, given) in labels.iter().enumerate() {
            let count = figures.confusion[*gold].get(*given).copied().unwrap_or(0);
            if count == 0 {
                continue;
            }
            let (left, top) = (NAMES + column as f64 * cell, NAMES + row as f64 * cell);
            write!(
                out,
                "<rect class=\"{}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{cell:.1}\" height=\"{cell:.1}\" fill-opacity=\"{:.3}\"><title>{} given {}: {count}</title></rect>",
                if row == column { "cell" } else { "wrong" },
                (count as f64 / all).max(0.04),
                escape(gold),
                escape(given)
            )?;
            if cell > 24.0 {
                write!(
                    out,
                    "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{count}</text>",
                    left + cell / 2.0,
                    top + cell / 2.0 + 4.0
                )?;
            }
        }
    }
    write!(
        out,
        "<rect class=\"axis\" x=\"{NAMES}\" y=\"{NAMES}\" width=\"{0}\" height=\"{0}\"/></svg>",
        cell * labels.len() as f64
    )?;
    Ok(())
}

/// Text as it may stand in a page: labels come from files of others.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
