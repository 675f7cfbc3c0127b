import { openKeyRing } from '#lib/auth/key-file.ts'

// Opens the key file named by its argument, creates it if needed, and prints the ids of the keys that sign.
const { accounts, services } = await openKeyRing(process.argv[2] ?? '')
process.stdout.write(`${(await accounts.signer()).kid} ${(await services.signer()).kid}\n`)
