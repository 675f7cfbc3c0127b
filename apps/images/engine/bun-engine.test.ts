import { describeColours } from './colours-contract.ts'
import { IMAGE_ENGINES } from './create-image-engine.ts'
import { describeFormats } from './formats-contract.ts'
import { describeHostile } from './hostile-contract.ts'
import { describeSizes } from './sizes-contract.ts'

const engine = IMAGE_ENGINES.bun()
describeFormats('bun', engine)
describeColours('bun', engine)
describeSizes('bun', engine)
describeHostile('bun', engine)
