import { anOffer } from '#lib/builders/a-subject.ts'
import { openSubjectStore } from '#lib/store/open.ts'

// Creates this number of active offers of "ada" concurrently, with a limit of 50, and prints how many were stored.
const [url = '', count = '0'] = process.argv.slice(2)
const store = await openSubjectStore(url)
const limit = { max: 50, nowMs: 1_760_000_000_000 }
const outcomes = await Promise.all(
  Array.from({ length: Number(count) }, () => store.create(anOffer({ owner: 'ada' }), [], { limit })),
)
await store.close()
process.stdout.write(`${outcomes.filter((outcome) => outcome === 'created').length}\n`)
