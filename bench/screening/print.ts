/** Plain columns on standard output. */

export function heading(text: string): void {
  console.log(`\n${text}`)
}

export function row(label: string, columns: readonly string[]): void {
  console.log(`  ${label.padEnd(44)} ${columns.map((column) => column.padStart(13)).join(' ')}`)
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** The value below which this share of the sorted numbers lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
