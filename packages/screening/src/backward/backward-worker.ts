/** The thread that holds the customers' index: building it and searching it never keeps the main thread waiting. */
import { parentPort } from 'node:worker_threads'
import type { BackwardReply, BackwardRequest } from './backward-message.ts'
import { CustomerBase } from './customer-base.ts'
import type { BackwardHit } from './customer-index.ts'

const base = new CustomerBase()

parentPort?.on('message', (request: BackwardRequest) => {
  const reply: BackwardReply = { call: request.call, hits: answer(request), count: base.count }
  parentPort?.postMessage(reply, [])
})

function answer(request: BackwardRequest): readonly BackwardHit[] {
  switch (request.kind) {
    case 'put':
      base.put(request.customers)
      return []
    case 'remove':
      base.remove(request.ids)
      return []
    case 'screen':
      return base.screen(request.entities, request.config)
  }
}
