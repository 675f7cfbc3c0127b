import { describe, expect, test } from 'vitest'
import { strangeVariables } from '#lib/config/strange-variables.ts'
import { allSettings } from '../../apps/all/all-settings.ts'
import { textOf } from './repository.ts'

const known = allSettings.map(({ name }) => name)

const warningsOf = (...given: string[]) =>
  strangeVariables(Object.fromEntries(given.map((name) => [name, 'something'])), known)

describe('a variable that looks like a setting causes a warning that suggests the setting', () => {
  test.each([
    ['WEB_PROT', 'WEB_PORT'],
    ['WBE_PORT', 'WEB_PORT'],
    ['WEB_PORTS', 'WEB_PORT'],
    ['WEBPORT', 'WEB_PORT'],
    ['web_port', 'WEB_PORT'],
    ['Web-Port', 'WEB_PORT'],
    ['PUSH_WEB_PORT', 'WEB_PORT'],
    ['PUSHTECH_STORE_URL', 'STORE_URL'],
    ['PUSH_CHANEL', 'PUSH_CHANNELS'],
    ['STROE_URL', 'STORE_URL'],
    ['STORE_URI', 'STORE_URL'],
    ['STREAM_URL', 'STREAM_URLS'],
    ['BUS_ULR', 'BUS_URL'],
    ['NOTIFCATION_PORT', 'NOTIFICATIONS_PORT'],
    ['TRUSTED_HOP', 'TRUSTED_HOPS'],
    ['ADMIN_PASWORD', 'ADMIN_PASSWORD'],
    ['ADMIN_PASS', 'ADMIN_PASSWORD'],
    ['ADMIN_PASSWORD_FILE', 'ADMIN_PASSWORD'],
    ['EVENT_BYTES', 'EVENT_BYTES_MAX'],
    ['MAX_EVENT_BYTES', 'EVENT_BYTES_MAX'],
    ['RING_WINDOW', 'RING_WINDOW_SECONDS'],
    ['S3_ACCESS_KEY', 'S3_ACCESS_KEY_ID'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['ONESIGNAL_APIKEY', 'ONESIGNAL_API_KEY'],
    ['GEO_IP_PATH', 'GEOIP_PATH'],
  ])('%s', (name, meant) => {
    expect(warningsOf(name)).toEqual([`Unknown variable ${name}: did you mean ${meant}?`])
  })

  test('every setting with two swapped letters, or one missing letter', () => {
    const misspelt = known
      // Variables of Bun cause no warning, and one of our settings is a variable of Bun.
      .filter((name) => name.length >= 7 && !name.startsWith('BUN_'))
      .flatMap((name) => [`${name[0]}${name[2]}${name[1]}${name.slice(3)}`, name.slice(0, -1)])
    const silent = misspelt.filter((name) => !known.includes(name) && warningsOf(name).length === 0)
    expect(silent).toEqual([])
  })
})

describe('other variables cause no warning', () => {
  test('our own settings', () => {
    expect(warningsOf(...known)).toEqual([])
  })

  test('further variables of compose.yaml and of the tests', () => {
    const named = [...textOf('compose.yaml').matchAll(/\$\{(?<name>\w+)/gu)].map(
      ({ groups }) => groups?.['name'] ?? '',
    )
    expect(named.length).toBeGreaterThan(5)
    expect(
      warningsOf(
        ...named,
        'REDIS_URL',
        'KAFKA_BROKERS',
        'MONGODB_URI',
        'PUSH_ENGINES',
        'CHAOS_SEED',
        'FUZZ_CASES',
      ),
    ).toEqual([])
  })

  test('variables that Kubernetes and Docker set for neighbouring services of any name', () => {
    const names = [...known.filter((name) => name.endsWith('_PORT')), 'REDIS_PORT', 'TRACKERS_PORT']
    const links = names.flatMap((port) => {
      const service = port.slice(0, -'_PORT'.length)
      return [
        [port, 'tcp://10.0.0.1:80'],
        [`${service}_SERVICE_HOST`, '10.0.0.1'],
        [`${service}_SERVICE_PORT`, '80'],
        [`${service}_SERVICE_PORT_HTTP`, '80'],
        [`${service}_PORT_80_TCP`, 'tcp://10.0.0.1:80'],
        [`${service}_PORT_80_TCP_PROTO`, 'tcp'],
        [`${service}_PORT_80_TCP_PORT`, '80'],
        [`${service}_PORT_5222_TCP_ADDR`, '10.0.0.1'],
        [`${service}_PORT_53_UDP`, 'udp://10.0.0.1:53'],
      ]
    })
    expect(strangeVariables(Object.fromEntries(links), known)).toEqual([])
  })

  test.each([
    'PATH HOME USER SHELL LANG LC_ALL TERM PWD OLDPWD LOGNAME HOSTNAME HOSTTYPE HOST_IP PORT TZ EDITOR PAGER DISPLAY MAIL COLUMNS SHLVL TMPDIR',
    'NODE_ENV NODE_OPTIONS NODE_PATH BUN_INSTALL BUN_CONFIG_MAX_HTTP_REQUESTS npm_config_registry npm_package_name npm_lifecycle_event NPM_CONFIG_LOGLEVEL NPM_TOKEN',
    'KUBERNETES_SERVICE_HOST KUBERNETES_PORT KUBERNETES_PORT_443_TCP_ADDR POD_NAME POD_IP NAMESPACE NODE_NAME',
    'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION S3_BUCKET S3_REGION GOOGLE_APPLICATION_CREDENTIALS AZURE_CLIENT_ID',
    'OTEL_SERVICE_NAME OTEL_TRACES_SAMPLER OTEL_EXPORTER_OTLP_PROTOCOL OTEL_EXPORTER_OTLP_TRACES_ENDPOINT OTEL_EXPORTER_OTLP_TIMEOUT OTEL_RESOURCE_ATTRIBUTES',
    'DATABASE_URL REDIS_URL REDIS_HOST MONGO_URL MONGODB_URI KAFKA_URL KAFKA_PORT DB_HOST DB_PORT DB_NAME API_PORT APP_PORT HTTP_PORT GRPC_PORT SSH_PORT WEB_HOST WEB_ROOT',
    'CI GITHUB_ACTIONS GITHUB_TOKEN ACTIONS_RUNTIME_URL ACTIONS_CACHE_URL ACTIONS_ID_TOKEN_REQUEST_URL RUNNER_OS GITLAB_CI JENKINS_URL BUILD_NUMBER',
    'SMTP_HOST SMTP_PORT SMTP_PASSWORD MAIL_HOST MAIL_USER SENTRY_DSN LOG_FORMAT DEBUG VERBOSE SECRET_KEY JWT_SECRET ADMIN_EMAIL PUBLIC_DIR BASE_URL',
    'http_proxy https_proxy no_proxy HTTP_PROXY ALL_PROXY SSL_CERT_FILE SSH_AUTH_SOCK XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS INVOCATION_ID JOURNAL_STREAM NOTIFY_SOCKET',
    'JAVA_HOME PYTHONPATH VIRTUAL_ENV PYENV_ROOT GOPATH CARGO_HOME VITEST VITE_LOG_LEVEL COLORTERM FORCE_COLOR NO_COLOR container DOCKER_HOST',
  ])('%s', (names) => {
    expect(warningsOf(...names.split(' '))).toEqual([])
  })
})
