import {
  NOTHING_READ,
  type Handler,
  type Look,
  type Scenario,
  type State,
  type Step,
} from './pair-model.fixture.ts'

/**
 * A state from which the same can happen, and that is the same for as many states as possible: what no later step reads is dropped, and
 * a look whose result is certain already reads no further.
 */
export function canonicalOf(state: State, scenario: Scenario): State {
  const { row } = state
  return {
    ...state,
    // Who was inside matters until the pair is told.
    row: row?.state === 'together' ? { ...row, wasIn: [true, true] } : row,
    handlers: state.handlers.map((handler) => canonicalHandler(handler, state, scenario)),
  }
}

function canonicalHandler(handler: Handler, state: State, { fault }: Scenario): Handler {
  const { side, time, isZombie, hasProposed, mayBegin, mustLook } = handler
  const step = canonicalStep(handler, state, fault)
  const hasSifted = step.at !== 'write' && step.at !== 'sift'
  return {
    // A zombie commits nothing: after its write nobody asks which move it was, and after its sift whose.
    side: isZombie && hasSifted ? undefined : side,
    time: isZombie && step.at !== 'write' ? 0 : time,
    step,
    isZombie,
    hasProposed: fault === 'second-look-on-begin-only' ? hasProposed : undefined,
    mayBegin,
    mustLook: isZombie ? mustLook : undefined,
  }
}

function canonicalStep({ step, mayBegin }: Handler, state: State, fault: Scenario['fault']): Step {
  switch (step.at) {
    case 'write':
    case 'propose':
      return step
    case 'sift':
      return canonicalSift(step.look, mayBegin)
    case 'look':
    case 'settle': {
      const { look } = step
      if (look.pair === undefined) return step
      const known = withCertainty(look, mayBegin)
      const isStale = look.pair !== null && look.pair.revision !== state.row?.revision
      const isCertain = look.pair?.state === 'proposed' || known.sides.includes('out')
      // Whoever was overtaken looks again, whatever the sides are; with these faults not.
      if (isStale && isCertain && fault !== 'no-compare-and-set' && fault !== 'second-look-on-begin-only')
        return { at: 'look', look: NOTHING_READ }
      return known.sides.includes(undefined) ? { at: 'look', look: known } : { at: 'settle', look: known }
    }
    default:
      return step
  }
}

function canonicalSift(look: Look, mayBegin: boolean): Step {
  const { pair, sides } = look
  // Whatever the sides are, a proposal is looked at again.
  if (pair?.state === 'proposed') return { at: 'look', look: NOTHING_READ }
  if (pair === undefined)
    return { at: 'sift', look: sides.includes('out') ? { sides: ['out', 'out'] } : look }
  const known = withCertainty(look, mayBegin)
  // Nothing is changed by this look: the revision does not matter.
  return { at: 'sift', look: pair === null ? known : { ...known, pair: { ...pair, revision: 0 } } }
}

/** Places as far as they matter for a pair that was read: "in" where the side lets the pair be, and "out" for both where one does not. */
function withCertainty({ pair = null, sides }: Look, mayBegin: boolean): Look {
  const isTogether = pair?.state === 'together'
  const parts = sides.map(
    (place) => place !== undefined && place !== 'in' && !(isTogether && place === 'band'),
  )
  if (parts.includes(true) || (pair === null && !mayBegin)) return { pair, sides: ['out', 'out'] }
  const [one, other] = sides.map((place) => (place === undefined ? undefined : 'in'))
  return { pair, sides: [one, other] }
}
