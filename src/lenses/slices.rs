//! Work cut into slices, so that who asked for it can do something else between two of them.
//!
//! A lens on millions of rows takes a minute. It is written as `async` functions that pause after each
//! section that they ask for; what they hold meanwhile is kept by the compiler. Nothing wakes such a
//! future: it is polled until it is ready. The page's first core, which never holds much, is compiled
//! without: there all is one slice.

#[cfg(feature = "formats")]
pub use self::cut::{Slices, at_once, pause, slices, step};
#[cfg(not(feature = "formats"))]
pub use self::whole::{Slices, at_once, pause, slices, step};
/// An `async` function that is cut where the build cuts.
#[cfg(feature = "formats")]
pub use maybe_async::must_be_async as sliced;
#[cfg(not(feature = "formats"))]
pub use maybe_async::must_be_sync as sliced;

#[cfg(feature = "formats")]
mod cut {
    use std::{
        future::{Future, poll_fn},
        mem,
        pin::{Pin, pin},
        task::{Context, Poll, Waker},
    };

    /// What is done slice by slice.
    pub type Slices<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

    /// Work to be done slice by slice.
    pub fn slices<'a, T>(work: impl Future<Output = T> + 'a) -> Slices<'a, T> {
        Box::pin(work)
    }

    /// Ends a slice.
    pub async fn pause() {
        let mut paused = false;
        poll_fn(|_| if mem::replace(&mut paused, true) { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    /// Does the next slice; the outcome, where it was the last one.
    pub fn step<T>(work: &mut Option<Slices<'_, T>>) -> Option<T> {
        let outcome = poll(work.as_mut()?.as_mut());
        if outcome.is_some() {
            *work = None;
        }
        outcome
    }

    /// Does all of it.
    pub fn at_once<T>(work: impl Future<Output = T>) -> T {
        let mut slices = pin!(work);
        loop {
            if let Some(outcome) = poll(slices.as_mut()) {
                return outcome;
            }
        }
    }

    fn poll<T>(slices: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> Option<T> {
        match slices.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => Some(outcome),
            Poll::Pending => None,
        }
    }
}

#[cfg(not(feature = "formats"))]
mod whole {
    /// What was done.
    pub type Slices<'a, T> = T;

    /// Work that was done.
    pub fn slices<T>(work: T) -> T {
        work
    }

    /// Does nothing.
    pub fn pause() {}

    /// Takes the outcome.
    pub fn step<T>(work: &mut Option<T>) -> Option<T> {
        work.take()
    }

    /// The outcome.
    pub fn at_once<T>(work: T) -> T {
        work
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[sliced]
    async fn twice(seen: &Cell<u32>) -> u32 {
        for _ in 0..2 {
            seen.set(seen.get() + 1);
            pause().await;
        }
        seen.get()
    }

    #[test]
    fn each_step_goes_to_the_next_pause_and_the_last_one_ends_the_work() {
        let seen = Cell::new(0);
        let mut work = Some(slices(twice(&seen)));
        let mut next = || (step(&mut work), seen.get());
        assert_eq!([next(), next(), next()], [(None, 1), (None, 2), (Some(2), 2)]);
        assert_eq!(next(), (None, 2));
        assert_eq!(at_once(twice(&seen)), 4);
    }
}
