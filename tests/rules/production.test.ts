import { expect, test } from 'vitest'
import { isLocalReach } from '#lib/http/this-machine.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { prepareEnvironment } from '../../apps/all/prepare-environment.ts'
import { filesUnder, textOf } from './repository.ts'

const programs = filesUnder('apps', 'edge', 'workers', 'lib', 'tests', 'bench').filter((path) =>
  path.endsWith('.ts'),
)

test('each server sets development: false, so that no error page shows code', () => {
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

/** The environment variables of the image. */
function imageEnvironment(): Record<string, string> {
  const [, , stage = ''] = textOf('Dockerfile').split(/^FROM /mu)
  const pairs = [...stage.matchAll(/^ENV (?<name>\w+)=(?<value>\S+)$/gmu)]
  return Object.fromEntries(pairs.map(({ groups }) => [groups?.['name'] ?? '', groups?.['value'] ?? '']))
}

test.each([
  {},
  { HOST: '127.0.0.1' },
  { HOST: '0.0.0.0' },
  { HOST: '::1', PUBLIC_URL: 'http://localhost:5123' },
])('the development login is off in a container of the image, started with %j', (given) => {
  const { environment } = prepareEnvironment({ ...imageEnvironment(), ...given }, temporaryFolder())
  expect(environment['DEV_LOGIN']).toBe('false')
})

test('no container of compose.yaml switches the development login on, or listens on loopback only', () => {
  const compose = textOf('compose.yaml')
  expect(compose).not.toContain('DEV_LOGIN')
  const host = /^ {4}HOST: (?<host>\S+)$/mu.exec(compose)?.groups?.['host'] ?? ''
  expect(host).not.toBe('')
  expect(isLocalReach({ host, publicUrl: 'http://127.0.0.1:5123', trustedHops: 0 })).toBe(false)
})
