/** Width and height in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** The largest size with the proportions of a picture that fits into a box; never larger than the picture. */
export function fitInside({ width, height }: Size, box: Size): Size {
  const factor = Math.min(1, box.width / width, box.height / height)
  return { width: rounded(width * factor), height: rounded(height * factor) }
}

/** The smallest size with the proportions of a picture that covers a box; larger than the picture if the box is. */
export function cover({ width, height }: Size, box: Size): Size {
  const factor = Math.max(box.width / width, box.height / height)
  return {
    width: Math.max(box.width, rounded(width * factor)),
    height: Math.max(box.height, rounded(height * factor)),
  }
}

function rounded(side: number): number {
  return Math.max(1, Math.round(side))
}
