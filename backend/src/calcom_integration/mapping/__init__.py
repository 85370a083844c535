"""From an event in Cal.com's words to news in the domain's: pure. The agreed table: docs/mapping.md."""

from calcom_integration.mapping.checks import faults_of
from calcom_integration.mapping.news import news_of, planted
from calcom_integration.mapping.table import EventType, MappingTable

__all__ = ["EventType", "MappingTable", "faults_of", "news_of", "planted"]
