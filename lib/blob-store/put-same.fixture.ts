import { openBlobStore } from '#lib/blob-store/open.ts'

// Puts one blob a hundred times at once, each time with other bytes, and prints how many of the calls stored it.
const [url = '', mark = ''] = process.argv.slice(2)
const store = await openBlobStore(url)
const answers = await Promise.all(
  Array.from({ length: 100 }, (_, index) =>
    store.put('ab/same', new TextEncoder().encode(`${mark} ${index} `.repeat(5_000))),
  ),
)
process.stdout.write(`${answers.filter((isKept) => isKept).length}\n`)
