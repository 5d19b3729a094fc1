//! What all calls share, and who is on the line now.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{mpsc, watch};

use super::{
    Application, Settings,
    call::Call,
    caller::Line,
    engine,
    media::Media,
    orders::Order,
    post::Poster,
    records::{Leg, Records},
    sids, wall_clock,
};

/// The carrier itself.
#[derive(Debug)]
pub struct Exchange {
    pub settings: Settings,
    pub application: Application,
    pub poster: Poster,
    pub media: Media,
    pub records: Records,
    pub stopped: watch::Receiver<bool>,
    live: Mutex<HashMap<String, Live>>,
}

/// The way to a running call, known by the SID of the browser's leg.
#[derive(Debug, Clone)]
pub struct Live {
    pub orders: mpsc::UnboundedSender<Order>,
    pub identity: String,
    /// Whoever has this may take the call back on another socket.
    pub reconnect: String,
}

/// Someone wants to call.
#[derive(Debug)]
pub struct Invitation {
    /// From the access token, never from the parameters.
    pub identity: String,
    /// What the page gave to `connect()`: user input.
    pub params: Vec<(String, String)>,
    /// The browser; none for a scripted caller.
    pub line: Option<Line>,
    /// A scripted caller hangs up so long after the answer.
    pub talk: Option<Duration>,
}

impl Exchange {
    pub fn new(
        settings: Settings,
        application: Application,
        media: Media,
        stopped: watch::Receiver<bool>,
    ) -> Result<Self, String> {
        let poster = Poster::new(application.account.auth_token.clone())?;
        Ok(Self { settings, application, poster, media, records: Records::default(), stopped, live: Mutex::default() })
    }

    /// Starts a call; the SID of its first leg.
    pub fn connect(self: &Arc<Self>, invitation: Invitation) -> String {
        let sid = sids::sid("CA");
        let to = invitation.params.iter().find(|(name, _)| name == "To").map(|(_, to)| to.clone()).unwrap_or_default();
        self.records.insert(Leg {
            sid: sid.clone(),
            parent_sid: None,
            from: format!("client:{}", invitation.identity),
            to,
            direction: "inbound",
            status: "ringing",
            created: wall_clock::now(),
            started: None,
            ended: None,
        });
        let (orders, received) = mpsc::unbounded_channel();
        let reconnect = invitation.line.as_ref().map_or_else(sids::secret, |line| line.reconnect.clone());
        let live = Live { orders, identity: invitation.identity.clone(), reconnect };
        self.lock().insert(sid.clone(), live);
        tokio::spawn(engine::run(Call::new(self.clone(), sid.clone(), invitation, received)));
        sid
    }

    /// A running call, by the SID of its first leg.
    pub fn live(&self, sid: &str) -> Option<Live> {
        self.lock().get(sid).cloned()
    }

    /// A running call, by the token that its browser got with the answer.
    pub fn by_reconnect(&self, token: &str) -> Option<(String, Live)> {
        let live = self.lock();
        live.iter().find(|(_, live)| live.reconnect == token).map(|(sid, live)| (sid.clone(), live.clone()))
    }

    /// Tells every running call.
    pub fn tell_all(&self, order: &Order) {
        for live in self.lock().values() {
            drop(live.orders.send(order.clone()));
        }
    }

    /// Whether no call is on the line and no post is under way.
    pub fn is_idle(&self) -> bool {
        self.lock().is_empty() && self.poster.is_idle()
    }

    pub fn forget(&self, sid: &str) {
        self.lock().remove(sid);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
