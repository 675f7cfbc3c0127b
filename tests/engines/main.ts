import { down } from './down.ts'
import { status } from './status.ts'
import { up } from './up.ts'

// What `push engines` runs: `up <brokers> <members>`, `down` or `status`.
const [verb = 'nothing', brokers = '1', members = '1'] = process.argv.slice(2)
try {
  switch (verb) {
    case 'up':
      await up({ brokers: Number(brokers), members: Number(members) })
      break
    case 'down':
      await down()
      break
    case 'status':
      process.exitCode = (await status()) ? 0 : 1
      break
    default:
      throw new Error(`Cannot do "${verb}": it is none of up, down and status`)
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
