"""Words of Chinese and English texts: folded, cut, weighed, compared and learned from."""
