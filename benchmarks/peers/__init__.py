"""The generators that are measured, each with the same articles in its own form and a site of the same pages.

The site is small on purpose, so that every one of them can make it: a page an article; a front page of the 20 newest;
300 topics, the years and the months as lists; a feed for the site and for each topic; a sitemap. The templates are ours
and as like as their languages allow. `newsgen-full` is newsgen's own default site of the same articles.
"""

from __future__ import annotations

from benchmarks.peers.eleventy import ELEVENTY
from benchmarks.peers.hugo import HUGO
from benchmarks.peers.model import Peer
from benchmarks.peers.newsgen import EQUAL, FULL
from benchmarks.peers.pelican import PELICAN

PEERS: dict[str, Peer] = {peer.name: peer for peer in (HUGO, EQUAL, FULL, ELEVENTY, PELICAN)}
"""By name; ratios are to the first that takes part."""
