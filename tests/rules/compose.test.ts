import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Setting } from '#lib/config/setting.ts'
import { allSettings } from '../../apps/all/all-settings.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { ROOT, stationFolders, textOf } from './repository.ts'

const serviceSchema = z.strictObject({
  image: z.string().regex(/^[a-z/]+:(?!latest)[\w.-]+$/u),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  restart: z.enum(['unless-stopped', 'no']),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
      // No start_interval: Docker before version 25 refuses it.
      start_period: z.string(),
    })
    .optional(),
  init: z.literal(true).optional(),
  read_only: z.literal(true).optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.tuple([z.literal('ALL')]).optional(),
  security_opt: z.array(z.string()).optional(),
  stop_grace_period: z.string().optional(),
})

// Strict, so that this test finds a misspelt key even on machines without Docker.
const { services, volumes } = z
  .looseObject({
    name: z.literal('push'),
    services: z.record(z.string(), serviceSchema),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(Bun.YAML.parse(textOf('compose.yaml')))

const known: Readonly<Record<string, Setting<unknown>>> = Object.fromEntries(
  allSettings.map((setting) => [setting.name, setting]),
)
const ENGINES = ['redis', 'kafka', 'mongo', 'mongo-init']
const ONE_SHOT = 'mongo-init'

const portOf = (name: string) => known[`${name.toUpperCase()}_PORT`]?.fallback ?? 'none'
/** The value if .env sets nothing. */
const unset = (value: string) => value.replaceAll(/\$\{\w+:-(?<fallback>[^}]*)\}/gu, '$<fallback>')

test('compose.yaml has the engines, and one service for each station', () => {
  expect(Object.keys(services).sort()).toEqual([...ENGINES, ...STATION_NAMES].sort())
})

test('the image of the stations is built once', () => {
  expect(Object.values(services).flatMap(({ build }) => build ?? [])).toEqual(['.'])
})

describe.each(STATION_NAMES)('the service %s', (name) => {
  const { command, ports, healthcheck, environment, image } = services[name] ?? {}

  test('runs its station', () => {
    const [, path = ''] = command ?? []
    expect(stationFolders().map((folder) => ['bun', `${folder}/main.ts`])).toContainEqual(command)
    expect(path).toContain(`/${name}/`)
    expect(existsSync(join(ROOT, path))).toBe(true)
  })

  test('has the port of its setting, on this machine only, with a health check there', () => {
    expect(ports).toEqual([`127.0.0.1:${portOf(name)}:${portOf(name)}`])
    expect(healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${portOf(name)}/readyz`)
  })

  test('has the same image and environment as all stations', () => {
    expect(image).toBe(services['web']?.image)
    expect(environment).toEqual(services['web']?.environment)
  })
})

describe.each(Object.entries(services))('of the service %s', (name, service) => {
  test('the health check and the restart policy are set', () => {
    expect(service.healthcheck === undefined).toBe(name === ONE_SHOT)
    expect(service.restart).toBe(name === ONE_SHOT ? 'no' : 'unless-stopped')
  })

  test('ports are open to this machine only', () => {
    expect(
      (service.ports ?? []).filter((port) => !/^127\.0\.0\.1:(?<port>\d+):\k<port>$/u.test(unset(port))),
    ).toEqual([])
  })

  test('volumes and dependencies are there', () => {
    const names = (service.volumes ?? []).map((volume) => volume.split(':', 1)[0])
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(names))
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(services)).toContain(other)
      expect(condition).toBe(other === ONE_SHOT ? 'service_completed_successfully' : 'service_healthy')
    }
  })
})

test('tests can choose the port of each engine, and Kafka advertises its port', () => {
  const ports = ['redis', 'kafka', 'mongo'].flatMap((name) => services[name]?.ports ?? [])
  expect(ports.map((port) => /\$\{(?<name>\w+):-/u.exec(port)?.groups?.['name'])).toEqual([
    'REDIS_PORT',
    'KAFKA_PORT',
    'MONGO_PORT',
  ])
  expect(services['kafka']?.environment?.['KAFKA_ADVERTISED_LISTENERS']).toContain(
    'OUTSIDE://127.0.0.1:${KAFKA_PORT:-9092}',
  )
})

describe('the environment of the stations', () => {
  const environment = Object.entries(services['web']?.environment ?? {})

  test.each(environment)('%s is a setting with a valid value: %s', (name, value) => {
    expect(known[name]?.parse(unset(value))).toBeDefined()
  })

  test('has the defaults of the settings where .env may change them, with the volume instead of ./data', () => {
    const taken = environment.filter(([, value]) => value.includes('${'))
    expect(taken.map(([name, value]) => [name, unset(value)])).toEqual(
      taken.map(([name]) => [name, known[name]?.fallback?.replace('./data/', '/data/')]),
    )
    expect(taken.filter(([name, value]) => !value.startsWith(`\${${name}:-`))).toEqual([])
  })

  test('keeps nothing in ./data, where a container cannot write', () => {
    const kept = Object.values(known).filter(({ fallback }) => fallback?.includes('./data') === true)
    expect(environment.map(([name]) => name)).toEqual(expect.arrayContaining(kept.map(({ name }) => name)))
    expect(environment.filter(([, value]) => value.includes('./data'))).toEqual([])
  })

  test('has the internal URL of every station', () => {
    const named = environment.filter(
      ([name]) => name.endsWith('_URL') && name.replace('_URL', '_PORT') in known,
    )
    expect(named).toEqual(
      named.map(([name]) => {
        const station = name.replace('_URL', '').toLowerCase()
        return [name, `http://${station}:${portOf(station)}`]
      }),
    )
    const wanted = Object.keys(known).filter(
      (name) => name.endsWith('_URL') && name.replace('_URL', '_PORT') in known,
    )
    expect(named.map(([name]) => name).sort()).toEqual(wanted.sort())
  })
})

test('the image has the same Bun version as the tests, and does not run as root', () => {
  const { devDependencies } = z
    .object({ devDependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(textOf('package.json')))
  const lines = textOf('Dockerfile').split('\n')
  const bases = lines.filter((line) => line.startsWith('FROM '))
  expect(bases.map((line) => /oven\/bun:(?<version>[\d.]+)-/u.exec(line)?.groups?.['version'])).toEqual(
    bases.map(() => devDependencies['bun']),
  )
  expect(lines).toContain('USER bun')
})
