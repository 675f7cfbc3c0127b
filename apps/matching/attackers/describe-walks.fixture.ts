import { afterEach, describe, expect, test } from 'vitest'
import { hide, secretsOf } from './attack.fixture.ts'
import { observe, watch } from './observe.fixture.ts'
import { openStage, type Stage } from './open-stage.fixture.ts'
import {
  exactAccuracy,
  exactPlace,
  movesAreEdits,
  noOvershoot,
  type Plant,
} from './planted-faults.fixture.ts'
import { walkInside } from './walk-inside.fixture.ts'

const TARGETS = 6
// Inaccurate at first: a position that is more accurate could begin matches later.
const ACCURACY_METERS = 450

/** Strangers who watch hidden phones while these move. */
export function describeWalks(name: string, freshUrl: () => string): void {
  describe(`watchers on ${name}`, () => {
    let stage: Stage | undefined

    afterEach(() => stage?.close())

    /** What strangers see before and after phones walk inside their cells. */
    async function seenOfWalks(fault?: Plant): Promise<[unknown, unknown]> {
      const opened = await openStage(freshUrl(), fault)
      stage = opened
      const targets = await hide(
        opened,
        secretsOf(TARGETS).map(({ at }) => at),
        ACCURACY_METERS,
      )
      const searches = await watch(opened, targets)
      const before = await observe(opened, targets, searches)
      await walkInside(opened, targets)
      return [before, await observe(opened, targets, searches)]
    }

    test('a walk inside a cell changes no byte of an answer, and causes no match and no notice', async () => {
      const [before, after] = await seenOfWalks()
      expect(after).toEqual(before)
    })

    test.each([
      ['exact places', exactPlace],
      ['no overshoot', noOvershoot],
      ['an exact accuracy', exactAccuracy],
      ['moves that count as edits', movesAreEdits],
    ])('a walk inside a cell is seen with %s', async (_, fault) => {
      const [before, after] = await seenOfWalks(fault)
      expect(after).not.toEqual(before)
    })
  })
}
