import { resolve } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { cached } from './cache.ts'
import { startProcess, type EngineProcess } from './engine-process.ts'
import { runCommand } from './run-command.ts'

const VERSION = '5.2.5'
const PACKAGES = [`moto[s3]==${VERSION}`, 'flask==3.1.3', 'flask-cors==6.0.5']
const SERVER = resolve(import.meta.dirname, 's3-server.py')
const BUCKET = 'push-blobs'

/** An S3 on this machine that checks signatures and knows conditional writes. */
export interface S3Engine {
  /** Of the bucket, for `openBlobStore()`. */
  readonly url: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly process: EngineProcess
}

/** The folder with the server's Python packages. */
export function installS3(): Promise<string> {
  return cached(`moto-${VERSION}`, async (draft) => {
    await runCommand(['python3', '-m', 'pip', 'install', '--quiet', '--target', draft, ...PACKAGES])
  })
}

/** Starts an S3 with one bucket and one access key, made for this start. */
export async function startS3({ folder, port }: { folder: string; port: number }): Promise<S3Engine> {
  const packages = await installS3()
  const accessKeyId = `AKIA${crypto.randomUUID().slice(0, 8).toUpperCase()}`
  const secretAccessKey = crypto.randomUUID()
  const signer = new AwsClient({
    accessKeyId,
    secretAccessKey,
    service: 's3',
    region: 'us-east-1',
    retries: 0,
  })
  const endpoint = `http://127.0.0.1:${port}`
  const process = await startProcess({
    name: 's3',
    folder,
    command: ['python3', SERVER, packages, String(port), BUCKET, accessKeyId, secretAccessKey],
    isUp: async () => (await signer.fetch(`${endpoint}/${BUCKET}`)).ok,
  })
  return { url: `s3://${BUCKET}?endpoint=${endpoint}`, accessKeyId, secretAccessKey, process }
}
