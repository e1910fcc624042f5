"""The usual way: the same tables through plain ModelSerializers and PageNumberPagination."""
