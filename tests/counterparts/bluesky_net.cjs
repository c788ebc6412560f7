// A directory of identities (PLC, in memory) and a personal data server (PDS), the makers' own code, on loopback alone.
// usage: node bluesky_net.cjs PLC_PORT PDS_PORT      (working folder: the one that has node_modules)
// Every listener is forced onto 127.0.0.1, and no name but localhost is ever looked up.
'use strict'
const net = require('node:net')
const dns = require('node:dns')
const { createRequire } = require('node:module')
const load = createRequire(process.cwd() + '/index.js')

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...given) {
  if (typeof given[0] === 'number') {
    const done = given.find((one) => typeof one === 'function')
    return listen.call(this, { port: given[0], host: '127.0.0.1' }, done)
  }
  if (given[0] && typeof given[0] === 'object' && 'port' in given[0]) given[0] = { ...given[0], host: '127.0.0.1' }
  return listen.apply(this, given)
}

const isLocal = (host) => host === 'localhost' || host.endsWith('.localhost') || net.isIP(host)
const unknown = (host) => Object.assign(new Error('not looked up: ' + host), { code: 'ENOTFOUND' })
const lookup = dns.lookup
dns.lookup = function (host, options, done) {
  if (typeof options === 'function') { done = options; options = {} }
  if (net.isIP(host)) return lookup(host, options, done)
  if (!isLocal(host)) return process.nextTick(done, unknown(host))
  return options && options.all
    ? process.nextTick(done, null, [{ address: '127.0.0.1', family: 4 }])
    : process.nextTick(done, null, '127.0.0.1', 4)
}
dns.promises.lookup = async (host, options) => {
  if (!isLocal(host)) throw unknown(host)
  const found = { address: '127.0.0.1', family: 4 }
  return options && options.all ? [found] : found
}
dns.promises.resolveTxt = async (host) => { throw unknown(host) }

async function main () {
  const [plc, pds] = process.argv.slice(2).map(Number)
  const { TestNetworkNoAppView } = load('@atproto/dev-env')
  const network = await TestNetworkNoAppView.create({ plc: { port: plc }, pds: { port: pds, hostname: 'localhost' } })
  console.log('READY ' + network.pds.url)
  let closing = false
  const close = async () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(0), 3000).unref()
    await network.close().catch(() => {})
    process.exit(0)
  }
  process.on('SIGTERM', close)
  process.on('SIGINT', close)
}
main().catch((error) => { console.error(error); process.exit(1) })
