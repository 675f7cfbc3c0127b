import { defineSettings, secret, text, url } from '#lib/config/setting.ts'

/** Settings that only apps/images reads. */
export const imagesSettings = defineSettings('Images', {
  BLOB_URL: url(
    ['file', 's3'],
    'Store of the pictures: file:<folder>, or s3://<bucket>/<prefix>?endpoint=<url>&region=<name>',
    'file:./data/blobs',
  ),
  S3_ACCESS_KEY_ID: text('Id of the access key, for pictures in S3', ''),
  S3_SECRET_ACCESS_KEY: secret('Secret of that access key', ''),
})
