/**
 * A small model of how one pair begins and ends, for a search of all interleavings. Two devices move, each handled in order by
 * its own consumer. A side may also be edited: the edits are stored at once, and their events are handled later. A handler may crash between any two steps, and its move comes again, also while the crashed one goes on as
 * a zombie. A handler first sifts: it reads the pair and the sides in any order, and goes on only with a pair that may need a change.
 * A sweep takes up proposals that nobody finished. Every access to the store is one atomic step.
 */

/** Where a side is: outside of the band, in the band, or inside the circle. */
export type Place = 'out' | 'band' | 'in'

/** What can be broken on purpose, to show that the search notices it. */
export type Fault =
  | 'sides-before-pair'
  | 'second-look-on-begin-only'
  | 'notice-before-second-look'
  | 'unguarded-position'
  | 'no-compare-and-set'
  | 'no-sweep'
  | 'no-second-proposal'
  | 'no-look-after-removal'
  | 'late-never-begins'
  | 'courier-does-not-look'

/** What the search begins with: the moves of each device, in order. */
export interface Scenario {
  readonly moves: readonly [readonly Place[], readonly Place[]]
  /** Where the two are before. */
  readonly begin: readonly [Place, Place]
  /** Whether the moves of each device come too late to ring: they end pairs, and begin none. */
  readonly late?: readonly [boolean, boolean] | undefined
  /** Whether the moves of each side are edits, which are stored before they are handled. */
  readonly edited?: readonly [boolean, boolean] | undefined
  /** How many crashes may happen. */
  readonly crashes: number
  readonly fault?: Fault | undefined
}

interface Row {
  readonly state: 'proposed' | 'together'
  readonly revision: number
  /** For each side: was it inside at some moment since the row exists? */
  readonly wasIn: readonly [boolean, boolean]
}

interface Side {
  readonly place: Place
  /** The number of the move that put it there; 0 before all moves. */
  readonly time: number
}

/** What a handler has read in its first or second look. */
export interface Look {
  readonly pair?: Pick<Row, 'state' | 'revision'> | null
  readonly sides: readonly [Place | undefined, Place | undefined]
}

/** What a handler does next. */
export type Step =
  | { readonly at: 'write' }
  | { readonly at: 'sift'; readonly look: Look }
  | { readonly at: 'propose' }
  | { readonly at: 'look'; readonly look: Look }
  | { readonly at: 'settle'; readonly look: Look }

/** A handler of a move, or the sweep. */
export interface Handler {
  /** The side that it moves; undefined for the sweep, and for a zombie of which it does not matter any more. */
  readonly side: 0 | 1 | undefined
  /** The number of its move, from 1. */
  readonly time: number
  readonly step: Step
  /** True once its process is believed to be dead: its move is not committed by it. */
  readonly isZombie: boolean
  /** True once it has proposed a pair. */
  readonly hasProposed?: boolean | undefined
  /** True when it may propose a pair: its move was not late, or it has removed the pair. */
  readonly mayBegin: boolean
  /** True when it has ended the pair: even if it stops here, whoever publishes the notice looks again. */
  readonly mustLook?: boolean | undefined
}

/** All that the steps read and write. */
export interface State {
  readonly sides: readonly [Side, Side]
  readonly row: Row | null
  readonly revisions: number
  readonly handlers: readonly Handler[]
  /** How many edits of each side are stored; 0 for a device. */
  readonly edits: readonly [number, number]
  /** How many moves of each device are committed. */
  readonly committed: readonly [number, number]
  readonly crashes: number
  /** True while the last notice was `found`. */
  readonly isTold: boolean
  /** True when a move that was not late brought the two inside, and they have been there since. */
  readonly isOwed: boolean
}

const isMatch = (places: readonly Place[]): boolean => places.every((place) => place === 'in')
const staysTogether = (places: readonly Place[]): boolean => places.every((place) => place !== 'out')

/** The state before anything happens. */
export function firstState({ begin, crashes }: Scenario): State {
  return {
    sides: [
      { place: begin[0], time: 0 },
      { place: begin[1], time: 0 },
    ],
    row: null,
    revisions: 0,
    handlers: [],
    edits: [0, 0],
    committed: [0, 0],
    crashes,
    isTold: false,
    isOwed: false,
  }
}

/** A step, and the state after it. */
export interface Successor {
  readonly state: State
  readonly name: string
  readonly violation?: string | undefined
  /**
   * - `local`: no step of anybody else, now or later, changes what it does, and it changes what no other step does. So it may come
   *   first.
   * - `late-crash`: a crash at the first step of the handler leads to the same, because its successor may begin later.
   */
  readonly mark?: 'local' | 'late-crash' | undefined
}

/** All steps that are possible in a state. */
export function successorsOf(state: State, scenario: Scenario): Successor[] {
  const found: Successor[] = []
  for (const side of [0, 1] as const) {
    const isBusy = state.handlers.some((handler) => handler.side === side && !handler.isZombie)
    const isEdited = scenario.edited?.[side] === true
    if (isEdited) found.push(...editOf(state, side, scenario))
    const time = state.committed[side] + 1
    if (isBusy || time > (isEdited ? state.edits[side] : scenario.moves[side].length)) continue
    const mayBegin = scenario.late?.[side] !== true
    const first: Step = isEdited ? { at: 'sift', look: NOTHING_READ } : { at: 'write' }
    const handler: Handler = { side, time, step: first, isZombie: false, mayBegin }
    found.push({
      state: { ...state, handlers: [...state.handlers, handler] },
      name: `device ${side}: handle move ${time}`,
      mark: 'local',
    })
  }
  const isSweeping = state.handlers.some(({ side, isZombie }) => side === undefined && !isZombie)
  if (scenario.fault !== 'no-sweep' && state.row?.state === 'proposed' && !isSweeping) {
    const step: Step = { at: 'look', look: NOTHING_READ }
    const sweep: Handler = { side: undefined, time: 0, step, isZombie: false, mayBegin: true }
    found.push({ state: { ...state, handlers: [...state.handlers, sweep] }, name: 'sweep: begin' })
  }
  for (const [index, handler] of state.handlers.entries()) {
    const steps = stepsOf(state, index, handler, scenario)
    if (state.crashes === 0 || handler.isZombie || handler.side === undefined) {
      found.push(...steps)
      continue
    }
    // It may take no step any more, which is a crash, or go on beside its successor.
    const left = { ...state, crashes: state.crashes - 1 }
    const isFirst = isFirstStep(handler, scenario)
    found.push(...steps.map(({ mark, ...step }) => ({ ...step, mark: isFirst ? undefined : mark })), {
      state: replaced(left, index, { ...handler, isZombie: true }),
      name: `device ${handler.side}: is believed to be dead`,
      mark: isFirst ? undefined : 'late-crash',
    })
  }
  return found
}

/** True before the first step of a handler: its write, or for an edit its first read. */
function isFirstStep({ step, side }: Handler, { edited }: Scenario): boolean {
  if (step.at === 'write') return true
  return side !== undefined && edited?.[side] === true && step.at === 'sift' && step.look === NOTHING_READ
}

/** True when nobody moves a side any more. */
function isFinal({ sides }: State, side: 0 | 1, { moves, fault }: Scenario): boolean {
  return fault !== 'unguarded-position' && sides[side].time === moves[side].length
}

/** The next edit of a side, stored by the station that owns it. */
function editOf(state: State, side: 0 | 1, { moves }: Scenario): Successor[] {
  const time = state.edits[side] + 1
  const place = moves[side][time - 1]
  if (place === undefined) return []
  const edits: [number, number] = [...state.edits] as [number, number]
  edits[side] = time
  return [
    {
      state: { ...withSide(state, side, { place, time }, false), edits },
      name: `side ${side}: edit "${place}"`,
    },
  ]
}

/** A look that has not begun. */
export const NOTHING_READ: Look = { sides: [undefined, undefined] }

/** The step that a handler can take now; the two sides are read one after the other. */
function stepsOf(state: State, index: number, handler: Handler, scenario: Scenario): Successor[] {
  const { moves, late, fault } = scenario
  const { step, side, time, isZombie } = handler
  const name =
    side === undefined ? (isZombie ? 'zombie' : 'sweep') : `device ${side}${isZombie ? ' (zombie)' : ''}`
  const goOn = (after: State, next: Step, what: string): Successor => ({
    state: replaced(after, index, { ...handler, step: next }),
    name: `${name}: ${what}`,
  })
  const lookAgain: Step = { at: 'look', look: NOTHING_READ }
  switch (step.at) {
    case 'write': {
      if (side === undefined) return []
      const place = moves[side][time - 1] ?? 'out'
      // A redelivered move is as new as what it wrote before; an older one changes nothing.
      const isNewer = fault === 'unguarded-position' || state.sides[side].time <= time
      const after = isNewer ? withSide(state, side, { place, time }, late?.[side] === true) : state
      const written = goOn(
        after,
        { at: 'sift', look: NOTHING_READ },
        `write "${isNewer ? place : 'nothing'}"`,
      )
      const isNew = fault === 'unguarded-position' || state.sides[side].time < time
      return [isNew ? written : { ...written, mark: 'local' }]
    }
    case 'sift':
      return sift(state, {
        handler,
        look: step.look,
        goOn,
        isFinal: (which) => isFinal(state, which, scenario),
        finishAs: (what) => finish(state, index, handler, `${name}: ${what}`),
      })
    case 'propose': {
      if (state.row !== null) return [goOn(state, lookAgain, 'propose: there is one')]
      const isTold = fault === 'notice-before-second-look'
      const row: Row = {
        state: isTold ? 'together' : 'proposed',
        revision: state.revisions + 1,
        wasIn: [isIn(state, 0), isIn(state, 1)],
      }
      const after = { ...state, row, revisions: row.revision, isTold: state.isTold || isTold }
      const told = isTold ? tell(state, row) : undefined
      return [
        {
          state: replaced(after, index, { ...handler, hasProposed: true, step: lookAgain }),
          name: `${name}: propose`,
          violation: told,
        },
      ]
    }
    case 'look': {
      const { look } = step
      const unread = look.sides.indexOf(undefined)
      const areSidesRead = unread === -1
      const mayReadPair = fault === 'sides-before-pair' ? areSidesRead : true
      if (look.pair === undefined && mayReadPair) {
        const pair = state.row === null ? null : { state: state.row.state, revision: state.row.revision }
        const after: Look = { ...look, pair }
        return [
          goOn(
            state,
            areSidesRead ? { at: 'settle', look: after } : { at: 'look', look: after },
            `read pair "${pair?.state ?? 'none'}"`,
          ),
        ]
      }
      const which = unread === 1 ? 1 : 0
      const after: Look = { ...look, sides: withRead(look.sides, which, state.sides[which].place) }
      const isLast = !after.sides.includes(undefined) && after.pair !== undefined
      return [
        {
          ...goOn(
            state,
            { at: isLast ? 'settle' : 'look', look: after },
            `read side ${which} "${state.sides[which].place}"`,
          ),
          mark: isFinal(state, which, scenario) ? 'local' : undefined,
        },
      ]
    }
    case 'settle':
      return [settle(state, index, { handler, look: step.look, name, scenario })]
    default:
      return []
  }
}

interface Settling {
  readonly handler: Handler
  readonly look: Look
  readonly name: string
  readonly scenario: Scenario
}

interface Sifting {
  readonly handler: Handler
  readonly look: Look
  readonly goOn: (after: State, next: Step, what: string) => Successor
  readonly isFinal: (side: 0 | 1) => boolean
  readonly finishAs: (what: string) => Successor
}

/** Reads its own side, and then the pair and the other side in any order; then decides whether the pair may need a change. */
function sift(state: State, { handler, look, goOn, isFinal: isSideFinal, finishAs }: Sifting): Successor[] {
  const own = handler.side ?? 0
  const isOwnRead = look.sides[own] !== undefined
  const reads: Successor[] = ([0, 1] as const)
    .filter((which) => look.sides[which] === undefined && (which === own) !== isOwnRead)
    .map((which) => {
      const { place } = state.sides[which]
      const sides = withRead(look.sides, which, place)
      const read = goOn(state, { at: 'sift', look: { ...look, sides } }, `sift side ${which} "${place}"`)
      return isSideFinal(which) ? { ...read, mark: 'local' } : read
    })
  if (look.pair === undefined && isOwnRead) {
    const pair = state.row === null ? null : { state: state.row.state, revision: state.row.revision }
    reads.push(goOn(state, { at: 'sift', look: { ...look, pair } }, `sift pair "${pair?.state ?? 'none'}"`))
  }
  if (reads.length > 0) return reads
  const places = look.sides.map((place) => place ?? 'out')
  const decided =
    look.pair === null || look.pair === undefined
      ? isMatch(places) && handler.mayBegin
        ? goOn(state, { at: 'propose' }, 'sifted: begins')
        : finishAs('sifted: no pair')
      : look.pair.state === 'together' && staysTogether(places)
        ? finishAs('sifted: stays')
        : goOn(state, { at: 'look', look: NOTHING_READ }, 'sifted: may change')
  return [{ ...decided, mark: 'local' }]
}

/** Compares and sets: what was read decides, when the row still has the revision that was read. */
function settle(state: State, index: number, { handler, look, name, scenario }: Settling): Successor {
  const { fault } = scenario
  const places = look.sides.map((place) => place ?? 'out')
  const { pair } = look
  const lookAgain = replaced(state, index, { ...handler, step: { at: 'look', look: NOTHING_READ } })
  if (pair === null || pair === undefined) {
    // Somebody deleted the proposal by what the sides were before: state and rule do not agree yet.
    if (!isMatch(places) || !handler.mayBegin || fault === 'no-second-proposal')
      return { ...finish(state, index, handler, `${name}: no pair`), mark: 'local' }
    return {
      state: replaced(state, index, { ...handler, step: { at: 'propose' } }),
      name: `${name}: no pair, but both are inside`,
      mark: 'local',
    }
  }
  const wanted =
    pair.state === 'proposed'
      ? isMatch(places)
        ? 'together'
        : 'gone'
      : staysTogether(places)
        ? 'together'
        : 'gone'
  if (pair.state === 'together' && wanted === 'together')
    return { ...finish(state, index, handler, `${name}: agrees`), mark: 'local' }
  const isOvertaken = state.row === null || state.row.revision !== pair.revision
  if (state.row === null || (isOvertaken && fault !== 'no-compare-and-set')) {
    // With this fault only who has begun something looks again.
    return fault === 'second-look-on-begin-only' && handler.hasProposed !== true
      ? finish(state, index, handler, `${name}: was overtaken, does not look again`)
      : { state: lookAgain, name: `${name}: was overtaken` }
  }
  const revision = state.revisions + 1
  if (wanted === 'gone') {
    const isTold = pair.state === 'together' ? false : state.isTold
    const removed = { ...state, row: null, revisions: revision, isTold }
    const what = `${name}: ${pair.state === 'together' ? 'end' : 'delete'}`
    if (fault === 'no-look-after-removal') return finish(removed, index, handler, what)
    const mayBegin = fault === 'late-never-begins' ? handler.mayBegin : true
    return {
      state: replaced(removed, index, {
        ...handler,
        mayBegin,
        mustLook: pair.state === 'together' && fault !== 'courier-does-not-look',
        step: { at: 'look', look: NOTHING_READ },
      }),
      name: what,
    }
  }
  const confirmed: State = {
    ...state,
    row: { ...state.row, state: 'together', revision },
    revisions: revision,
    isTold: true,
  }
  return { ...finish(confirmed, index, handler, `${name}: confirm`), violation: tell(state, state.row) }
}

/** What is wrong with a `found` notice for this row; undefined when nothing is. */
function tell(state: State, row: Row): string | undefined {
  if (state.isTold) return 'told twice'
  return row.wasIn.every((was) => was)
    ? undefined
    : 'told about somebody who had left before the pair was there'
}

function finish(state: State, index: number, handler: Handler, name: string): Successor {
  const { side, time, isZombie } = handler
  const after = without(state, index)
  if (side === undefined || isZombie) return { state: after, name }
  const committed: [number, number] = [...state.committed] as [number, number]
  committed[side] = time
  return { state: { ...after, committed }, name: `${name}, commit` }
}

/** True when all moves are handled, and nobody who is believed to live has anything to do. */
export function isQuiet({ handlers, committed, row }: State, { moves, fault }: Scenario): boolean {
  const areDone = committed.every((count, side) => count === moves[side === 0 ? 0 : 1].length)
  const areZombies = handlers.every(({ isZombie, mustLook }) => isZombie && mustLook !== true)
  return areZombies && areDone && (row?.state !== 'proposed' || fault === 'no-sweep')
}

/** What is wrong when everything has come to rest; undefined when nothing is. */
export function judge({ sides, row, isTold, isOwed }: State, { moves, begin }: Scenario): string | undefined {
  for (const which of [0, 1] as const) {
    const last = moves[which].at(-1) ?? begin[which]
    if (sides[which].place !== last) return `at rest: side ${which} is "${sides[which].place}", not "${last}"`
  }
  const places = sides.map(({ place }) => place)
  if (row?.state === 'proposed') return 'at rest: a proposal is left'
  const isTogether = row !== null
  if (isMatch(places) && isOwed && !isTogether) return 'at rest: the two are inside, and no pair'
  if (!staysTogether(places) && isTogether) return 'at rest: one has left, and they are a pair'
  if (isTogether !== isTold) return `at rest: together is ${isTogether}, told is ${isTold}`
  return undefined
}

function withSide(state: State, side: 0 | 1, written: Side, isLate: boolean): State {
  const sides: [Side, Side] = [...state.sides] as [Side, Side]
  const isSame = state.sides[side].time === written.time
  sides[side] = written
  const places = sides.map(({ place }) => place)
  const isOwed = isMatch(places) && (state.isOwed || !(isSame || isLate))
  return withVisit({ ...state, sides, isOwed }, side, written)
}

/** Notes that a side was inside while the row exists. */
function withVisit(state: State, side: 0 | 1, written: Side): State {
  if (state.row === null || written.place !== 'in') return state
  const wasIn: [boolean, boolean] = [...state.row.wasIn] as [boolean, boolean]
  wasIn[side] = true
  return { ...state, row: { ...state.row, wasIn } }
}

function withRead(sides: Look['sides'], which: 0 | 1, place: Place): Look['sides'] {
  return which === 0 ? [place, sides[1]] : [sides[0], place]
}

function isIn({ sides }: State, side: 0 | 1): boolean {
  return sides[side].place === 'in'
}

function replaced(state: State, index: number, handler: Handler): State {
  return { ...state, handlers: state.handlers.map((other, at) => (at === index ? handler : other)) }
}

function without(state: State, index: number): State {
  return { ...state, handlers: state.handlers.filter((_, at) => at !== index) }
}
