import type { Random } from '../../../apps/cli/simulate/random.ts'
import type { World } from './open-world.ts'

/** Something that goes wrong, and is well again. */
export interface Fault {
  readonly name: string
  /** What it lays hands on: two faults that share one of these are not struck at once. */
  readonly on: readonly ('redis' | 'link' | 'tracker' | 'disk')[]
  /** Lets it go wrong, for about so long, and heals it; resolves when it is healed. */
  strike(world: World, random: Random, lastMs: number): Promise<void>
}
