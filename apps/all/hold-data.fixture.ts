import { lockData } from './lock-data.ts'

// Takes the data folder it is told, and keeps it until it is ended.
lockData(process.argv[2] ?? '')
process.stdout.write(`${process.pid}\n`)
setInterval(() => undefined, 60_000)
