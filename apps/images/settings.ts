import { defineSettings, secret, text, url } from '#lib/config/setting.ts'

/** What apps/images alone reads. */
export const imagesSettings = defineSettings('Images', {
  BLOB_URL: url(
    ['file', 's3'],
    'Where pictures are kept: file:<folder>, or s3://<bucket>/<prefix>?endpoint=<url>&region=<name>',
    'file:./data/blobs',
  ),
  S3_ACCESS_KEY_ID: text('Id of the access key, where pictures are kept in S3', ''),
  S3_SECRET_ACCESS_KEY: secret('Secret of that access key', ''),
})
