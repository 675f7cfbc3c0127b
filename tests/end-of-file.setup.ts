import { afterAll } from 'vitest'
import { endFile } from '#lib/testing/end-of-file.ts'

// A file leaves as many databases as it has tests.
const END_MS_MAX = 180_000

// Vitest runs this for each test file.
afterAll(endFile, END_MS_MAX)
