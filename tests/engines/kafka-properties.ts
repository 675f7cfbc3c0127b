/** What differs between brokers. */
export interface BrokerSettings {
  readonly id: number
  readonly port: number
  readonly controller: number
  readonly voters: string
  readonly home: string
  readonly count: number
}

/** The file server.properties of a broker that is a controller too; topics of three brokers have three copies. */
export function kafkaProperties({ id, port, controller, voters, home, count }: BrokerSettings): string {
  const copies = Math.min(count, 3)
  return [
    'process.roles=broker,controller',
    `node.id=${id}`,
    `controller.quorum.voters=${voters}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    `log.dirs=${home}`,
    'auto.create.topics.enable=false',
    `default.replication.factor=${copies}`,
    `min.insync.replicas=${copies > 1 ? 2 : 1}`,
    `offsets.topic.replication.factor=${copies}`,
    'offsets.topic.num.partitions=6',
    `transaction.state.log.replication.factor=${copies}`,
    `transaction.state.log.min.isr=${copies > 1 ? 2 : 1}`,
    'group.initial.rebalance.delay.ms=0',
    'unclean.leader.election.enable=false',
    '',
  ].join('\n')
}
