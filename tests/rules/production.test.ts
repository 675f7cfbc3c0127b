import { expect, test } from 'vitest'
import { filesUnder, textOf } from './repository.ts'

const programs = filesUnder('apps', 'edge', 'workers', 'lib', 'tests', 'bench').filter((path) =>
  path.endsWith('.ts'),
)

test('no server of ours answers what is thrown with a page that shows code: each says development: false', () => {
  const serving = programs.filter((path) => /Bun\.serve\(\s*\{/u.test(textOf(path)))
  expect(serving).toContain('lib/station/serve.ts')
  const careless = serving.filter((path) =>
    textOf(path)
      .split(/Bun\.serve\(\s*\{/u)
      .slice(1)
      .some((options) => !/^[^{}]*development: false/u.test(options)),
  )
  expect(careless).toEqual([])
})

test('the image is for production', () => {
  const [, , stage = ''] = textOf('Dockerfile').split(/^FROM /mu)
  expect(stage).toContain('\nENV NODE_ENV=production\n')
})
