import { rotateKeys } from '#lib/auth/rotate-keys.ts'

// Rotates the keys of the file named by argument 1 as often as argument 2 says. Prints the ids of the added keys.
for (let turn = 0; turn < Number(process.argv[3]); turn += 1) {
  const { accounts, services } = await rotateKeys(process.argv[2] ?? '')
  process.stdout.write(`${accounts} ${services}\n`)
}
