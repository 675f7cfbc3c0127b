import { IMAGE_ENGINES } from '../../engine/create-image-engine.ts'
import { serveEngine } from '../serve-engine.ts'

/** A thread with the default engine. */

serveEngine(IMAGE_ENGINES.bun())
