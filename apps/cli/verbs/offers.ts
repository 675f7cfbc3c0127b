import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { bulkTarget, type BulkAnswer } from '../offers/bulk-call.ts'
import { exportOffers } from '../offers/export-offers.ts'
import { countLines } from '../offers/file-parts.ts'
import { importOffers } from '../offers/import-offers.ts'
import { replaceFile } from '../offers/replace-file.ts'
import { personNamed } from '../parse-option.ts'
import { print, printAnswer, printJson, printLive } from '../print.ts'
import { printable } from '../printable.ts'
import { showProgress } from '../progress.ts'
import { runVerb, type ExitCode } from '../run-verb.ts'
import { VerbError } from '../verb-error.ts'

interface ImportOptions {
  readonly owner: string
  readonly partial?: true | undefined
  readonly json?: true | undefined
}

interface ExportOptions {
  readonly owner: string
  readonly json?: true
}

/** Refused lines in the JSON; all of them are on stderr. */
const REFUSED_MAX = 1_000

const AUTH = `The verb calls storage at STORAGE_URL, or on this machine. It authenticates with ADMIN_PASSWORD, or else with the keys of this machine (AUTH_KEYS_PATH).`

/** `push offers`: writes many offers from a file, and reads them into one. */
export function addOffers(program: Command): void {
  const offers = program
    .command('offers')
    .description('Writes many offers of an owner from a file, and reads them into one; one offer a line')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push offers import --owner importer:shops shops.ndjson
  npx bun run push offers export --owner importer:shops shops.ndjson

Each line is JSON: a draft of an offer, and "ref", its key in your source. docs/stations/storage.md describes it.
Exit codes: 0 done, 1 lines were refused or it failed, 2 wrong use`,
    )
  offers
    .command('import')
    .description(
      'Writes the offers of a file; those of an earlier import that the file does not have are removed',
    )
    .argument('<file>', 'the file, or - for the standard input')
    .requiredOption('--owner <id>', 'whose offers they are, such as importer:shops', personNamed)
    .option('--partial', 'remove nothing: the file is only a part of what the owner has')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push offers import --owner importer:shops shops.ndjson
  zcat shops.ndjson.gz | npx bun run push offers import --owner importer:shops --partial -

Refused lines are printed on stderr with their number and the reason; the others are written. After a broken connection it goes on
behind the lines that are stored. ${AUTH}
Exit codes: 0 done, 1 lines were refused or it failed, 2 wrong use`,
    )
    .action(async (path: string, options: ImportOptions) => runVerb(() => runImport(path, options)))
  offers
    .command('export')
    .description('Reads all offers of an owner into a file, as import takes them')
    .argument('<file>', 'the file, or - for the standard output')
    .requiredOption('--owner <id>', 'whose offers they are, such as importer:shops', personNamed)
    .option('--json', 'print the result as JSON; not with the standard output')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push offers export --owner importer:shops shops.ndjson
  npx bun run push offers export --owner importer:shops - | gzip > shops.ndjson.gz

${AUTH}`,
    )
    .action(async (path: string, options: ExportOptions) => runVerb(() => runExport(path, options)))
}

async function runImport(given: string, { owner, partial, json }: ImportOptions): Promise<ExitCode> {
  const folder = given === '-' ? mkdtempSync(join(tmpdir(), 'push-offers-')) : undefined
  const path = folder === undefined ? given : join(folder, 'input')
  try {
    // Kept, because after a broken connection a part of it is sent again.
    if (folder !== undefined) await pipeline(process.stdin, createWriteStream(path))
    return await sendFile(path, { owner, partial, json })
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
}

async function sendFile(path: string, { owner, partial, json }: ImportOptions): Promise<ExitCode> {
  requireFile(path)
  const progress = showProgress(await countLines(path), 'lines')
  const refusals: Pick<BulkAnswer, 'line' | 'field' | 'reason'>[] = []
  let done = 0
  const totals = await importOffers({
    target: bulkTarget(owner, 'import offers'),
    path,
    isPartial: partial === true,
    events: {
      onRefused({ line, field, reason }) {
        if (refusals.length < REFUSED_MAX)
          refusals.push({ line, ...(field !== undefined && { field }), reason })
        process.stderr.write(`Line ${line ?? 0}: ${printable(reason ?? '')}\n`)
      },
      onStored(lines) {
        progress.advance(lines - done)
        done = lines
      },
      onBroken: (reason) => process.stderr.write(`The connection broke, will go on: ${reason}\n`),
    },
  }).finally(() => progress.stop())
  const { complete, kept, new: created = 0, refreshed = 0, unchanged = 0, removed = 0, refused = 0 } = totals
  if (kept !== undefined) process.stderr.write(`${printable(kept)}\n`)
  const counts = { new: created, refreshed, unchanged, removed, refused }
  const text = Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
  printAnswer(json === true, { complete, ...counts, ...(kept !== undefined && { kept }), refusals }, text)
  return refused === 0 ? EXIT.stopped : EXIT.broken
}

async function runExport(path: string, { owner, json }: ExportOptions): Promise<ExitCode> {
  const target = bulkTarget(owner, 'export offers')
  if (path === '-') {
    await exportOffers(target, printLive)
    return EXIT.stopped
  }
  const count = await replaceFile(path, (file) =>
    exportOffers(target, async (line) => void (await file.write(`${line}\n`))),
  )
  if (json === true) printJson({ exported: count })
  else print(`${count} offers`)
  return EXIT.stopped
}

function requireFile(path: string): void {
  try {
    statSync(path)
  } catch (error) {
    const reason = codeOf(error) === 'ENOENT' ? 'there is no such file' : messageOf(error)
    throw new VerbError(
      `Cannot read "${path}": ${reason}`,
      'Name a file of lines, or - for the standard input.',
      {
        isWrongUse: true,
      },
    )
  }
}
