/** Quality of the pictures that we write, of 100: larger numbers give larger files that look the same. */
export const JPEG_QUALITY = 82
export const WEBP_QUALITY = 80
