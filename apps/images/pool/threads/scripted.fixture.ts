import { ProblemError } from '#lib/http/problem.ts'
import { serveEngine } from '../serve-engine.ts'

/**
 * A thread for tests. The bytes of a job are an order: `hang`, `die`, `panic`, `refuse`, `fail`, `fill`, `wait <file>`; all others
 * are echoed, with the number of jobs that this thread has done before.
 */

let done = 0
const kept: Uint8Array[] = []

serveEngine({
  async read(file) {
    const [order = '', path = ''] = Buffer.from(file).toString().split(' ')
    if (order === 'hang') for (;;);
    if (order === 'die') process.exit(1)
    if (order === 'panic') {
      const cause = new WebAssembly.RuntimeError('unreachable')
      throw Object.assign(new ProblemError({ status: 422, code: 'undecodable', detail: 'Broken' }), { cause })
    }
    if (order === 'refuse') throw new ProblemError({ status: 422, code: 'too_small', detail: 'Too small' })
    if (order === 'fail') throw new Error('a mistake of ours')
    if (order === 'fill') kept.push(new Uint8Array(64 * 1_048_576).fill(1))
    if (order === 'wait') while (!(await Bun.file(path).exists())) await Bun.sleep(1)
    done += 1
    return { bytes: file, width: done, height: 1, placeholder: '', likeness: '' }
  },
  derive: (master, _preset, format) => Promise.resolve({ bytes: master, format }),
})
