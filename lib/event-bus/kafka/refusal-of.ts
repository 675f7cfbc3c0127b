import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'

/** Why available brokers cannot be used with this configuration; undefined when waiting may help. */
export function refusalOf(error: unknown, name: string): StartError | undefined {
  const reason = messageOf(error)
  if (!/SASL|authenticat|authoriz|unsupported version|ssl|tls/iu.test(reason)) return undefined
  return new StartError(
    `Cannot use Kafka at ${name}: ${reason}`,
    'Check user, password, mechanism and tls in BUS_URL (kafka://user:password@host:port?tls=true&mechanism=scram-sha-512), and that this user may create, read and write topics.',
    { cause: error },
  )
}
