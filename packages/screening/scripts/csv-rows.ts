/** Reads a CSV file with a header row. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

export type Row = Readonly<Record<string, string>>

export function readRows(file: string): Row[] {
  // With `columns: true` the parser answers one object of strings for each row.
  return parse(readFileSync(file), { columns: true, bom: true }) as Row[]
}

/** Several values in one cell, separated by `;`. */
export function values(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(';')
    .map((value) => value.trim())
    .filter((value) => value !== '')
}
