//! Rows as something to select from, given column by column.

/// Up to so many rows a statement is given as VALUES.
pub(super) const FEW: usize = 2;

/// Pushes rows, column by column, as something to select from. A few are VALUES, which cost the
/// database least; more are arrays, whose text is the same however many there are.
macro_rules! source {
    ($out:expr, $few:expr, $( $kind:ty => $column:expr ),+ $(,)?) => {{
        let mut first = true;
        let rows = [$( $column.len() ),+].into_iter().max().unwrap_or(0);
        if $few && rows > 0 {
            $out.push_sql("(VALUES (");
            for row in 0..rows {
                if row > 0 {
                    $out.push_sql("), (");
                    first = true;
                }
                $(
                    if !std::mem::take(&mut first) {
                        $out.push_sql(", ");
                    }
                    if let Some(value) = $column.get(row) {
                        $out.push_bind_param::<$kind, _>(value)?;
                    }
                )+
            }
            $out.push_sql("))");
        } else {
            $out.push_sql("unnest(");
            $(
                if !std::mem::take(&mut first) {
                    $out.push_sql(", ");
                }
                $out.push_bind_param::<diesel::sql_types::Array<$kind>, _>($column)?;
            )+
            $out.push_sql(")");
        }
    }};
}

pub(super) use source;
