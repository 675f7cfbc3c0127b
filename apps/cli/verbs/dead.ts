import { InvalidArgumentError, type Command } from 'commander'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { wholeNumber } from '../parse-option.ts'
import { printable } from '../printable.ts'
import { readLetters, type PlacedLetter } from '../read-letters.ts'
import { requireDatabase } from '../require-database.ts'
import { print, printAnswer, printJson } from '../print.ts'
import { runVerb, type ExitCode } from '../run-verb.ts'
import { showTable } from '../show-table.ts'
import { VerbError } from '../verb-error.ts'

interface Options {
  readonly json?: true
}

interface ListOptions extends Options {
  readonly limit: number
  readonly reason?: string
}

const LIMIT_MAX = 1_000
const LIMIT_DEFAULT = 20
const REASON_WIDTH = 100
const PLACE = /^\d{1,6}:\d{1,16}$/u

/** `push dead`: shows dead letters, the entries that workers buried instead of publishing, and the reasons. */
export function addDead(program: Command): void {
  const dead = program
    .command('dead')
    .description(
      'Shows dead letters: entries that workers buried in push.dead, because they were unreadable or a step rejected them',
    )
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push dead list                        the newest, with the place of each
  npx bun run push dead list --reason overland      only those with this word in the reason
  npx bun run push dead show 3:17                   one of them, with everything that was sent

The bus keeps letters for 30 days. A letter can contain addresses and positions of people.
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  dead
    .command('list')
    .description('Lists dead letters, the newest first')
    .option('--limit <count>', 'maximum number of letters', wholeNumber(1, LIMIT_MAX), LIMIT_DEFAULT)
    .option('--reason <text>', 'only those with this text in the reason')
    .option('--json', 'print them as JSON, with everything that was sent')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push dead list --limit 100
  npx bun run push dead list --json | jq -r '.letters[].reason' | sort | uniq -c`,
    )
    .action(async (options: ListOptions) => runVerb(() => list(options)))
  dead
    .command('show')
    .description('Shows one dead letter: why it was buried, and what was sent')
    .argument('<place>', 'its place, partition:offset, as dead list shows it', parsePlace)
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push dead show 3:17
  npx bun run push dead show 3:17 --json | jq -r .original`,
    )
    .action(async (place: string, options: Options) => runVerb(() => show(place, options)))
}

async function list({ limit, reason = '', json }: ListOptions): Promise<ExitCode> {
  const wanted = reason.toLowerCase()
  let newest: PlacedLetter[] = []
  await readLetters(busUrlOf(), (letter) => {
    if (letter.reason.toLowerCase().includes(wanted)) newest.push(letter)
    // Bounds memory to twice the limit, and sorts once per `limit` letters instead of once per letter.
    if (newest.length >= 2 * limit) newest = newestOf(newest, limit)
    return false
  })
  const letters = newestOf(newest, limit)
  if (json === true) printJson({ letters: letters.map(shown) })
  else if (letters.length === 0)
    print(reason === '' ? 'There are no dead letters.' : 'No dead letter has this text in its reason.')
  else print(showTable(['place', 'buried', 'deliveries', 'reason'], letters.map(rowOf)))
  return EXIT.stopped
}

async function show(place: string, { json }: Options): Promise<ExitCode> {
  const found: PlacedLetter[] = []
  await readLetters(busUrlOf(), (letter) => {
    if (letter.place !== place) return false
    found.push(letter)
    return true
  })
  const [letter] = found
  if (letter === undefined) {
    throw new VerbError(
      `Cannot show dead letter "${place}": there is no letter at this place`,
      'push dead list shows the places of all letters; the bus keeps them for 30 days.',
    )
  }
  printAnswer(json === true, shown(letter), textOf(letter))
  return EXIT.stopped
}

function busUrlOf(): string {
  const { busUrl } = readConfig({ busUrl: settings.BUS_URL }, processEnvironment())
  requireDatabase(busUrl, 'bus')
  return busUrl
}

function parsePlace(text: string): string {
  if (PLACE.test(text)) return text
  throw new InvalidArgumentError('It must be a partition and an offset such as 3:17.')
}

function newestOf(letters: readonly PlacedLetter[], limit: number): PlacedLetter[] {
  return letters.toSorted((one, other) => other.buriedAt - one.buriedAt).slice(0, limit)
}

function shown({ place, buriedAt, appendedAt, ...letter }: PlacedLetter) {
  return { place, buriedAt: timeOf(buriedAt), appendedAt: timeOf(appendedAt), ...letter }
}

function rowOf({ place, buriedAt, deliveries, reason }: PlacedLetter): (string | number)[] {
  return [place, timeOf(buriedAt), deliveries, printable(cutText(reason, REASON_WIDTH))]
}

function textOf({ place, buriedAt, appendedAt, deliveries, reason, original, originalLength }: PlacedLetter) {
  const cut = originalLength === undefined ? '' : `\n(cut: it had ${originalLength} characters)`
  return `place       ${place}
buried      ${timeOf(buriedAt)}
appended    ${timeOf(appendedAt)}
deliveries  ${deliveries}
reason      ${printable(reason)}

${printable(original)}${cut}`
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
