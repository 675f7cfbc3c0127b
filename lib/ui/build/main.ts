import { buildPages } from './build-pages.ts'

const started = performance.now()
const { isNew, folder, fileCount } = await buildPages()
const took = Math.round(performance.now() - started)
process.stdout.write(
  isNew
    ? `built ${fileCount} files of pages in ${took} ms: ${folder}\n`
    : `the ${fileCount} files of pages are up to date: ${folder}\n`,
)
