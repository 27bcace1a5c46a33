//! A portal that listens, and a client of it.

use std::time::Duration;

use viettel_idc::{Client, ClientBuilder};
use viettel_idc_sandbox::{Fault, FaultRule, Options, Portal, Server};

pub(crate) struct Scene {
    pub(crate) server: Server,
    pub(crate) client: Client,
}

pub(crate) async fn scene() -> Scene {
    with(Options::default(), |builder| builder).await
}

pub(crate) async fn with(
    options: Options,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Scene {
    let server = Server::start(Portal::new(options), "127.0.0.1:0".parse().unwrap())
        .await
        .unwrap();
    let builder = Client::builder()
        .base_url(&server.url())
        .password("linh.tran@example.com", "sandbox-password");
    Scene {
        client: change(builder).build().unwrap(),
        server,
    }
}

impl Scene {
    pub(crate) fn fault(&self, rule: FaultRule) {
        self.server.portal().lock().unwrap().faults_mut().push(rule);
    }

    pub(crate) fn once(&self, fault: Fault) {
        self.fault(FaultRule::once(fault));
    }

    pub(crate) fn orders(&self) -> usize {
        self.server.portal().lock().unwrap().orders().len()
    }

    pub(crate) fn calls(&self) -> u64 {
        self.server.portal().lock().unwrap().calls()
    }

    pub(crate) fn refreshes(&self) -> u64 {
        self.server.portal().lock().unwrap().refreshes()
    }
}

pub(crate) fn short_tokens(life: Duration) -> Options {
    let mut options = Options::default();
    options.token_life = life;
    options
}
