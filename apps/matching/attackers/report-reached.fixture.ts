/** Prints how near an attacker came on average, and how near the middle of the cell is that everybody sees. */
export function reportReached(attacker: string, reachedMeters: number, cellMeters: number): void {
  const [reached, cell] = [Math.round(reachedMeters), Math.round(cellMeters)]
  process.stdout.write(`  ${attacker}: ${reached} m from the phone; the middle of its cell: ${cell} m\n`)
}
