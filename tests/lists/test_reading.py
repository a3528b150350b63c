"""Lists as others send them: every usual shape is read, and what cannot be read is said by row."""

import io
import random

import pytest
import xlsxwriter

from vegerin.lists.encodings import decoded
from vegerin.lists.raw_rows import BadRow, Unreadable
from vegerin.lists.reading import LONGEST_CELL, read_table

TEXT = "id;name;age\n1;خدر مراد;٣٠\n2;شيرين حسو;9\n"


def rows_of(raw: bytes, name: str = "list.csv") -> list[tuple[int, ...] | tuple[str, ...]]:
    return [row.cells for row in read_table(raw, name).rows() if not isinstance(row, BadRow)]


def bad_of(raw: bytes) -> list[tuple[int, str]]:
    return [(row.number, row.code) for row in read_table(raw, "list.csv").rows() if isinstance(row, BadRow)]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.replace("٣٠", "30").encode("cp1256"), "windows-1256"),
    ],
)
def test_the_encoding_is_found(raw: bytes, encoding: str) -> None:
    table = read_table(raw, "list.csv")

    assert table.encoding == encoding
    assert [cells[1] for cells in rows_of(raw)] == ["خدر مراد", "شيرين حسو"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    raw = TEXT.replace(";", delimiter).encode()

    assert read_table(raw, "list.csv").headings == ("id", "name", "age")
    assert len(rows_of(raw)) == 2


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(ending: str) -> None:
    assert len(rows_of(TEXT.replace("\n", ending).encode())) == 2


def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_breaks() -> None:
    raw = 'id,name\n1,"خدر, ""Xidir""\nمراد"\n2,حسو\n'.encode()

    assert rows_of(raw) == [("1", 'خدر, "Xidir"\nمراد'), ("2", "حسو")]


def test_an_apostrophe_or_a_quote_inside_a_cell_is_only_a_sign() -> None:
    raw = b"id,name\n1,Ali \"Elo\n2,O'Neil\n"

    assert rows_of(raw) == [("1", 'Ali "Elo'), ("2", "O'Neil")]


def test_bad_rows_are_said_by_number_and_the_rest_goes_in() -> None:
    raw = (
        b"id,name\n"
        b"1,one\n"
        b"2,two,too many\n"
        b"3\n"
        b'4,"never closed\n'
        b"5,nul\0here\n"
        b"\n"
        b"7,seven\n" + b"8," + b"x" * (LONGEST_CELL + 1) + b"\n9,nine\n"
    )

    assert rows_of(raw) == [("1", "one"), ("7", "seven"), ("9", "nine")]
    assert bad_of(raw) == [
        (3, "cell_count"), (4, "cell_count"), (5, "quote_open"), (6, "nul"), (9, "cell_long"),
    ]  # fmt: skip


def test_a_cell_of_a_megabyte_spoils_only_its_row() -> None:
    raw = b"id,name\n1," + b"y" * 1_000_000 + b"\n2,two\n"

    assert (rows_of(raw), bad_of(raw)) == ([("2", "two")], [(2, "cell_long")])


def test_a_row_in_another_encoding_spoils_only_itself() -> None:
    good = "".join(f"{number},خدر مراد\n" for number in range(2, 40)).encode()
    raw = b"id,name\n" + good + b"40,\xcf\xd1\n"

    assert (len(rows_of(raw)), bad_of(raw)) == (38, [(40, "encoding")])


def test_empty_cells_past_the_last_heading_are_no_mistake() -> None:
    assert rows_of(b"id,name,,\n1,one,,\n") == [("1", "one")]


def test_empty_and_repeated_headings_get_a_name_of_their_own() -> None:
    assert read_table(b"id,,name,name\n1,2,3,4\n", "list.csv").headings == (
        "id",
        "column 2",
        "name",
        "name (2)",
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "list.csv is empty. Choose the file again."),
        (b" \n\n", "list.csv is empty. Choose the file again."),
        (b"%PDF-1.7 ...", "list.csv is a PDF. Ask for the table as CSV or Excel, or copy it into a sheet."),
        (b"\xd0\xcf\x11\xe0....", "list.csv is an old Excel or Word file. Save it as .xlsx or CSV."),
        (b"PK\x03\x04nonsense", "list.csv is a damaged workbook or archive. Save it again as .xlsx."),
        (
            bytes(range(128, 256)) + bytes(range(20)),
            "list.csv is not a text file. Save the list as CSV (UTF-8) or .xlsx.",
        ),
        (b",,\n1,2,3\n", "list.csv has no headings in its first row. Put the columns’ names there."),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(raw: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(raw, "list.csv")

    assert str(refused.value) == says


def test_a_workbook_is_read_with_numbers_and_dates_as_text() -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    book.add_worksheet("empty")
    sheet = book.add_worksheet("list")
    sheet.write_row(0, 0, ["id", "name", "age", "born"])
    sheet.write_row(1, 0, [1, "خدر مراد", 30.0])
    sheet.write_datetime(
        1, 3, __import__("datetime").datetime(1994, 7, 1), book.add_format({"num_format": "d/m/yyyy"})
    )
    book.close()

    table = read_table(raw.getvalue(), "list.xlsx")

    assert (table.headings, rows_of(raw.getvalue())) == (
        ("id", "name", "age", "born"), [("1", "خدر مراد", "30", "1994-07-01")],
    )  # fmt: skip


def test_any_bytes_are_read_or_refused_in_a_sentence() -> None:
    """Broken files: truncated, flipped, spliced. Seed 19481210."""
    chance = random.Random(19481210)
    start = TEXT.encode() * 5
    for _ in range(400):
        raw = bytearray(start)
        for _ in range(chance.randrange(1, 30)):
            place = chance.randrange(len(raw))
            raw[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        try:
            seen = list(read_table(bytes(raw), "list.csv").rows())
        except Unreadable as refused:
            assert str(refused).endswith(".")
        else:
            assert all("\0" not in "".join(row.cells) for row in seen if not isinstance(row, BadRow))


def test_one_cell_in_the_last_corner_does_not_ask_for_all_memory() -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "name"])
    sheet.write(1_048_575, 16_383, "far")
    book.close()

    with pytest.raises(Unreadable, match="a cell far away from its table"):
        read_table(raw.getvalue(), "list.xlsx")


def test_a_broken_workbook_is_read_or_refused_in_a_sentence() -> None:
    """Bytes of the archive flipped; seed 19481210."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["id", "name"])
    book.close()
    chance = random.Random(19481210)
    for _ in range(150):
        broken = bytearray(raw.getvalue())
        for _ in range(chance.randrange(1, 10)):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        try:
            list(read_table(bytes(broken), "list.xlsx").rows())
        except Unreadable as refused:
            assert str(refused).startswith("list.xlsx ")


@pytest.mark.parametrize("above", ["\n\n", 'Missing people\n"As of June, the committee"\n', "Liste;;\n;;\n"])
def test_a_title_above_the_headings_is_passed_over_and_said(above: str) -> None:
    table = read_table(f"{above}id;name;age\n1;خليل;9\n2;Xelîl;8\n".encode(), "list.csv")

    rows = [(row.number, row.cells) for row in table.rows()]
    assert (table.headings, table.above) == (("id", "name", "age"), 2)
    assert rows == [(4, ("1", "خليل", "9")), (5, ("2", "Xelîl", "8"))]


def test_of_several_sheets_the_one_with_known_headings_is_read_and_the_others_are_named() -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    sheets = {
        "Notes": [["Compiled by the committee"], ["The list is on the next sheet"]],
        "قائمة": [["no", "name", "village"], [1, "خليل", "x"]],
        "returned": [["no", "name", "village"], [1, "Xelîl", "x"]],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()

    table = read_table(raw.getvalue(), "list.xlsx")

    assert (table.sheet, table.sheets_beside) == ("قائمة", ("Notes", "returned"))
    assert [row.cells for row in table.rows()] == [("1", "خليل", "x")]


def test_a_cell_merged_over_several_rows_is_said_in_each_of_them() -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.merge_range("B2:D2", "A title over all columns")
    for number, row in enumerate((["no", "household", "name"], [1, "", "A"], [2, "", "B"], [3, "9", "C"])):
        sheet.write_row(number + 3, 1, row)
    sheet.merge_range("C5:C6", "8")
    sheet.merge_range("C8:C9", "-")
    book.close()

    table = read_table(raw.getvalue(), "list.xlsx")

    rows = [(row.number, row.cells) for row in table.rows()]
    assert rows == [
        (5, ("1", "8", "A")),
        (6, ("2", "8", "B")),
        (7, ("3", "9", "C")),
        (8, ("", "-", "")),
    ], "an empty row stays empty"


def test_a_title_above_the_headings_of_a_workbook_is_passed_over() -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate((["Missing people"], [], ["id", "name"], [1, "خليل"])):
        sheet.write_row(number, 0, row)
    book.close()

    table = read_table(raw.getvalue(), "list.xlsx")

    assert (table.headings, [row.cells for row in table.rows()]) == (("id", "name"), [("1", "خليل")])


def test_no_two_columns_bear_one_heading_whatever_stands_there() -> None:
    """Else the cells of the one were kept under the other's, and lost."""
    table = read_table(b"A,A,A (2),,column 4,name\nu,v,w,x,y,z\n", "list.csv")

    [good], _bad = table.as_mappings()
    assert list(good.values()) == ["u", "v", "w", "x", "y", "z"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1254", "AD;SOYAD;KÖY\nŞÜKRÜ;ÇİÇEK;İĞDİR\nAYŞE;ÖZTÜRK;ŞIRNAK\n"),
        ("windows-1254", "no;nav\n1;Şêrîn\n2;Xelîl\n"),
        ("windows-1256", "no;name;الاسم\n1;Khalil Murad;خليل مراد\n2;Nazi;نازي\n"),
        ("windows-1256", "رقم;الاسم\n1;خليل،مراد\n"),
    ],
)
def test_turkish_capitals_are_not_read_as_arabic(encoding: str, text: str) -> None:
    raw = text.encode(encoding.replace("windows-", "cp"))

    assert decoded(raw, "list.csv") == (text, encoding)
