import { lockData } from './lock-data.ts'

// Locks the data folder in its argument until it is killed.
lockData(process.argv[2] ?? '')
process.stdout.write(`${process.pid}\n`)
setInterval(() => undefined, 60_000)
