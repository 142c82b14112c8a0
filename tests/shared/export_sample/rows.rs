//! Rows without names, with a codebook as questionnaires have one.

use phieu::base::Text;
use phieu::dataset::Labels;
use phieu::disclosure::Threshold;
use phieu::disclosure::rows::generalise::Coarser;
use phieu::disclosure::rows::{Column, Protection, Role, Rows, Terms, publish};
use phieu::export::release::{Category, Described, RowSet};

/// A column of values.
pub fn column(id: &str, role: Role, values: impl IntoIterator<Item = String>) -> Column {
    let mut labels = Labels::default();
    for value in values {
        labels.push(&value);
    }
    Column { role, values: labels.finish(id).0 }
}

/// A value with a label.
pub fn category(value: &str, number: Option<f64>, label: &str, missing: bool) -> Category {
    Category { value: value.to_owned(), number, label: label.into(), missing }
}

/// So many invented questionnaires.
pub fn usual(count: u32) -> RowSet {
    let n = 0..count;
    let pick = |of: &[&str], at: u32| of[at as usize % of.len()].to_owned();
    let columns = vec![
        column("form_id", Role::Identifier, n.clone().map(|i| format!("R{i:06}"))),
        column("weight", Role::Weight, n.clone().map(|i| format!("{}.5", 20 + i % 7))),
        column("unit", Role::Quasi, n.clone().map(|i| pick(&["P01", "P02", "P03"], i / 3))),
        column("age", Role::Quasi, n.clone().map(|i| (18 + i * 7 % 60).to_string())),
        column("sex", Role::Quasi, n.clone().map(|i| pick(&["m", "f"], i.wrapping_mul(i) / 5))),
        column("q1", Role::Answer, n.clone().map(|i| pick(&["1", "2", "3", "4", "5", "KB", "TC", ""], i * 3 + i / 9))),
        column("hours", Role::Answer, n.clone().map(|i| format!("{}.{:02}", i % 40, i * 13 % 100))),
        column("paid", Role::Sensitive, n.clone().map(|i| pick(&["no", "yes", "refused"], i / 2))),
        column(
            "remark",
            Role::Answer,
            n.map(|i| if i % 40 == 0 { format!("=HYPERLINK(\"x\");{}", "chậm trễ ".repeat(40)) } else { String::new() }),
        ),
    ];
    let list = ["unit", "age", "sex", "q1", "hours", "paid", "remark"].map(str::to_owned).to_vec();
    let terms = Terms {
        list,
        coarser: vec![("age".to_owned(), Coarser::Bands(vec![18, 30, 45, 60]))],
        importance: ["unit", "sex", "age"].map(str::to_owned).to_vec(),
        protection: Protection { rows: Threshold::new(5).expect("a threshold"), values: 2 },
    };
    let (rows, _) = publish(&Rows::new(columns).expect("columns"), &terms).expect("rows");
    let scale = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"];
    let mut q1: Vec<Category> = (1..).zip(scale).map(|(level, label): (i32, _)| category(&level.to_string(), None, label, false)).collect();
    q1.push(category("KB", Some(-8.0), "Không biết", true));
    q1.push(category("TC", Some(-9.0), "Từ chối trả lời", true));
    let described = |id: &str, label: &str, categories| Described {
        id: id.to_owned(),
        label: Text { vi: label.to_owned(), en: format!("English of {id}") },
        categories,
    };
    let codebook = [
        described(
            "unit",
            "Đơn vị giải quyết thủ tục",
            vec![category("P01", None, "Xã Đại Lộc", false), category("P02", None, "Phường Ầ", false)],
        ),
        described("sex", "Giới tính", vec![category("m", None, "Nam", false), category("f", None, "Nữ", false)]),
        described("q1", "Ông/Bà hài lòng thế nào với \"thái độ\" <phục vụ> & giao tiếp?", q1),
        described(
            "paid",
            "Có phải đưa thêm tiền không?",
            vec![category("refused", None, "Từ chối", true), category("yes", None, "Có", false)],
        ),
    ];
    RowSet::new(rows, &codebook).expect("a codebook")
}
