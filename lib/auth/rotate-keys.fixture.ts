import { rotateKeys } from '#lib/auth/rotate-keys.ts'

// Rotates the keys of the file named by its argument as often as the second says; prints the ids of the keys it added.
for (let turn = 0; turn < Number(process.argv[3]); turn += 1) {
  const { accounts, services } = await rotateKeys(process.argv[2] ?? '')
  process.stdout.write(`${accounts} ${services}\n`)
}
