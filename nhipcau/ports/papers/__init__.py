"""Documents that leave the house: tables as .xlsx and .csv, papers as .docx after Nghị định 30/2020."""

from nhipcau.ports.papers.csv_writer import write_csv
from nhipcau.ports.papers.docx_writer import write_docx
from nhipcau.ports.papers.form_check import Finding, check_nd30
from nhipcau.ports.papers.html_writer import write_html, write_pdf
from nhipcau.ports.papers.paper import Heading, Paper, Paragraph, Signer, TableBlock, comes_with
from nhipcau.ports.papers.table import Column, Formula, Link, Table
from nhipcau.ports.papers.xlsx_writer import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = [
    "DOCX", "PDF", "XLSX", "Column", "Finding", "Formula", "Heading", "Link", "Paper", "Paragraph", "Signer", "Table", "TableBlock", "check_nd30",
    "comes_with", "write_csv", "write_docx", "write_html", "write_pdf", "write_xlsx",
]  # fmt: skip
