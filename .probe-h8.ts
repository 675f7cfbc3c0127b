import { openMongoDeviceStore } from '#lib/store/mongodb/devices.ts'
import { startMongo } from './tests/engines/mongo.ts'
import { rmSync } from 'node:fs'
for (let round=0; round<4; round++) {
const t0=Date.now(); const at=()=>Date.now()-t0
const port=27800+round, folder='/tmp/h8/m4-'+round
rmSync(folder,{recursive:true,force:true})
const s=await openMongoDeviceStore(`mongodb://127.0.0.1:${port}/push?replicaSet=push`)
console.log('opened '+at())
const m=await startMongo({folder,port}); console.log('mongo up '+at())
let ok=false; let last=''
for(let i=0;i<150&&!ok;i++){ try{ await s.register({id:'phone',person:'ada',created:1}); ok=true; console.log('ok '+at()) }catch(e:any){ if(e.message!==last) console.log(at()+' '+e.message+' '+e.cause?.name); last=e.message}; if(!ok) await Bun.sleep(100)}
const t1=Date.now()
await m.processes[0]!.kill(); console.log('killed')
await s.find('x').catch(e=>console.log(`${Date.now()-t1} after kill: `+e.message+e.name))
await s.close(); console.log('closed '+at())
rmSync(folder,{recursive:true,force:true})
}
