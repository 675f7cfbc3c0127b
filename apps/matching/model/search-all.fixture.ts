import { canonicalOf } from './canonical-state.fixture.ts'
import {
  firstState,
  isQuiet,
  judge,
  successorsOf,
  type Scenario,
  type State,
  type Successor,
} from './pair-model.fixture.ts'

/** What the search found. */
export interface Verdict {
  readonly states: number
  /** What went wrong first, with the steps that lead there; undefined when nothing can. */
  readonly violation: string | undefined
  /** How it can end: places, pair and notices of all states at rest. */
  readonly ends: ReadonlySet<string>
}

const STATES_MAX = 3_000_000

/**
 * Searches every interleaving of a scenario that matters: steps that commute with all others come first, and equal states count once.
 * With `isFull` it tries all interleavings, to show that this loses nothing.
 */
export function searchAll(scenario: Scenario, { isFull = false } = {}): Verdict {
  const seen = new Set<string>()
  const ends = new Set<string>()
  const open: Visit[] = []

  function visit(successor: Successor, before: Visit | undefined): void {
    const next: Visit = isFull ? { ...successor, before } : goAhead({ ...successor, before }, scenario)
    const key = keyOf(next.state)
    if (seen.has(key)) return
    seen.add(key)
    if (seen.size > STATES_MAX) throw new Error(`Cannot search all: more than ${STATES_MAX} states`)
    open.push(next)
  }

  visit({ state: firstState(scenario), name: 'begin' }, undefined)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { state } = at
    const successors = successorsOf(state, scenario).filter(({ mark }) => isFull || mark !== 'late-crash')
    const bad = successors.find(({ violation }) => violation !== undefined)
    const isAtRest = isQuiet(state, scenario)
    if (isAtRest) ends.add(endOf(state))
    const violation = bad?.violation ?? (isAtRest ? judge(state, scenario) : undefined)
    if (violation !== undefined) {
      const last = bad === undefined ? [] : [bad.name]
      return { states: seen.size, violation: [...pathTo(at), ...last, violation].join('\n'), ends }
    }
    for (const successor of successors) visit(successor, at)
  }
  return { states: seen.size, violation: undefined, ends }
}

interface Visit {
  readonly state: State
  readonly name: string
  readonly before: Visit | undefined
}

/** Takes the steps that may come first, one after the other: no other order of them needs to be tried. */
function goAhead(visit: Visit, scenario: Scenario): Visit {
  for (let at = visit; ;) {
    at = { ...at, state: canonicalOf(at.state, scenario) }
    const local = successorsOf(at.state, scenario).find(({ mark }) => mark === 'local')
    if (local === undefined) return at
    at = { ...local, before: at }
  }
}

function pathTo(visit: Visit): string[] {
  const names: string[] = []
  for (let at: Visit | undefined = visit; at !== undefined; at = at.before) names.push(at.name)
  return names.toReversed()
}

function endOf({ sides, row, isTold, isOwed }: State): string {
  const places = sides.map(({ place }) => place).join(' and ')
  return `${places}: ${row?.state ?? 'no pair'}${isTold ? ', told' : ''}${isOwed ? ', owed' : ''}`
}

function keyOf({
  sides,
  row,
  revisions,
  handlers,
  edits,
  committed,
  crashes,
  isTold,
  isOwed,
}: State): string {
  // Revisions count only by which of them is the row's: the others are of the past.
  const current = row?.revision ?? revisions + 1
  const texts = handlers.map(({ side, time, isZombie, hasProposed, mayBegin, mustLook, step }) => {
    const look = 'look' in step ? step.look : undefined
    const pair =
      look?.pair === undefined
        ? '?'
        : look.pair === null
          ? '-'
          : look.pair.state[0] + String(look.pair.revision === current)
    return `${side ?? 's'}${time}${isZombie ? 'z' : ''}${hasProposed === true ? 'p' : ''}${mayBegin ? '' : 'l'}${mustLook === true ? 'm' : ''}${step.at}${pair}${look?.sides.join() ?? ''}`
  })
  const pair = row === null ? '-' : row.state[0] + row.wasIn.map(Number).join('')
  const places = sides.map(({ place, time }) => place + time).join()
  return `${places}|${pair}|${committed.join()}|${edits.join()}|${crashes}|${Number(isTold)}${Number(isOwed)}|${texts.toSorted().join(';')}`
}
